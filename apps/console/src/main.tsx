document.title = 'Drawdown';
