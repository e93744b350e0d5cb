export const Logo = () => (
  <span className="logo">
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <rect width="24" height="24" rx="6" className="logo-ground" />
      <path d="M6 6.5h12M6 10.5h9M6 14.5h6M6 18.5h3" className="logo-lines" />
    </svg>
    Drawdown
  </span>
);
