/** Light, dark, or as the system has it. Kept by the browser: it says nothing of anybody's account. */
import { useState } from 'react';

const NAME = 'drawdown.theme';
export const THEMES = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;
export type Theme = keyof typeof THEMES;

const storedTheme = (): Theme => {
  const stored = localStorage.getItem(NAME);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
};

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Before anything is drawn, so that nothing flashes. */
export const showStoredTheme = (): void => show(storedTheme());

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (chosen: Theme): void => {
    localStorage.setItem(NAME, chosen);
    show(chosen);
    setTheme(chosen);
  };
  return [theme, choose];
}
