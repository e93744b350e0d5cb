/** The route that every page is a child of. Pages import it; `router.tsx` imports pages. */
import { Navigate, createRootRoute, createRoute } from '@tanstack/react-router';
import { Empty, ErrorView } from '../ui/states.js';
import { Page } from '../ui/page.js';
import { Shell } from './shell.js';

export const rootRoute = createRootRoute({
  component: Shell,
  errorComponent: ({ error, reset }) => <ErrorView error={error} retry={reset} />,
  notFoundComponent: () => (
    <Page title="Not found">
      <Empty title="There is no such page">Its address may be mistyped, or of another version.</Empty>
    </Page>
  ),
});

export const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: () => <Navigate to="/accounts" replace />,
});
