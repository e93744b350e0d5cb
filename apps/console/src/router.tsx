/** Every page and its address. A page is a route of `pages/<page>/route.ts`, loaded when it is gone to. */
import { createRouter } from '@tanstack/react-router';
import { accountRoutes } from './pages/account/route.js';
import { accountsRoute } from './pages/accounts/route.js';
import { replayRoute } from './pages/replay/route.js';
import { auditRoutes } from './pages/audit/route.js';
import { financeRoutes } from './pages/finance/route.js';
import { systemRoute } from './pages/system/route.js';
import { indexRoute, rootRoute } from './shell/shell-route.js';
import { Loading } from './ui/states.js';

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    indexRoute,
    accountsRoute,
    accountRoutes,
    replayRoute,
    financeRoutes,
    auditRoutes,
    systemRoute,
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Loading />,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
