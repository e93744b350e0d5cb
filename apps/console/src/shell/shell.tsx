/** What is around every page: where one is, where one can go, who one is. */
import { Link, Outlet } from '@tanstack/react-router';
import { useSession } from '../session/session.js';
import { may } from '../session/roles.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { TimeText } from '../ui/time-text.js';
import { Logo } from './logo.js';
import { DESTINATIONS } from './navigation.js';
import { THEMES, type Theme, useTheme } from './theme.js';

export function Shell() {
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="shell-head">
        <Link to="/accounts" className="shell-home" aria-label="Drawdown, accounts">
          <Logo />
        </Link>
        <Navigation />
        <SignedIn />
      </header>
      <main id="main" className="shell-main" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}

function Navigation() {
  const { role } = useSession();
  return (
    <nav className="shell-nav" aria-label="Pages">
      {DESTINATIONS.filter(({ needs }) => needs === undefined || may(role, needs)).map(({ label, link }) => (
        <Link key={label} {...link} className="shell-link" activeProps={{ 'aria-current': 'page' }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

function SignedIn() {
  const { key, role, now, hasTestClock, signOut } = useSession();
  return (
    <div className="shell-session">
      {hasTestClock && (
        <span className="shell-clock" title="A test clock runs here: time stands still until it is moved.">
          <Badge tone="past">test clock</Badge> <TimeText at={now} />
        </span>
      )}
      <span className="shell-key" title={`Signed in by the key ${key}, whose role is ${role}`}>
        {key} <Badge>{role}</Badge>
      </span>
      <ThemeSwitch />
      <Button tone="quiet" small onClick={signOut}>
        Sign out
      </Button>
    </div>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGNS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

function ThemeSwitch() {
  const [theme, choose] = useTheme();
  const title = `Colours: ${THEMES[theme]}. Change to: ${THEMES[NEXT[theme]]}`;
  return (
    <Button tone="quiet" small title={title} aria-label={title} onClick={() => choose(NEXT[theme])}>
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </Button>
  );
}
