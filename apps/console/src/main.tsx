import { CSPProvider } from '@base-ui/react/csp-provider';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router.js';
import { SessionProvider } from './session/session.js';
import { SignIn } from './session/sign-in.js';
import { forgetKey, storeKey, storedKey } from './session/stored-key.js';
import { showStoredTheme } from './shell/theme.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/dialog.css';

function Console() {
  const [apiKey, setApiKey] = useState(storedKey);
  const [notice, setNotice] = useState<string | null>(null);
  const signIn = (key: string): void => {
    storeKey(key);
    setNotice(null);
    setApiKey(key);
  };
  const signOut = useCallback(() => {
    forgetKey();
    setApiKey(null);
  }, []);
  const turnAway = useCallback(() => {
    setNotice('The API no longer knows this key. Sign in again.');
    signOut();
  }, [signOut]);
  if (apiKey === null) return <SignIn notice={notice} signIn={signIn} />;
  return (
    <SessionProvider apiKey={apiKey} signOut={signOut} turnAway={turnAway}>
      <RouterProvider router={router} />
    </SessionProvider>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element to draw in');
showStoredTheme();
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <Console />
    </CSPProvider>
  </StrictMode>,
);
