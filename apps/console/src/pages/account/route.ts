/** An account: what is around its views, and a route for each view. Every view keeps the moment that the address names. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../shell/shell-route.js';
import { chartSearch } from './overview/chart/window.js';
import { momentIn } from './moment.js';
import { historySearch } from './transactions/search.js';
import { usageSearch } from './usage/search.js';

export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts/$accountId',
  validateSearch: momentIn,
  component: lazyRouteComponent(() => import('./account-page.js'), 'AccountPage'),
});

const overviewRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/',
  validateSearch: chartSearch,
  component: lazyRouteComponent(() => import('./overview/overview.js'), 'OverviewView'),
});

const transactionsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/transactions',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('./transactions/transactions.js'), 'TransactionsView'),
});

const usageRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/usage',
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import('./usage/usage.js'), 'UsageView'),
});

const planRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/plan',
  component: lazyRouteComponent(() => import('./plan/plan.js'), 'PlanView'),
});

const resourcesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/resources',
  component: lazyRouteComponent(() => import('./lists/resources.js'), 'ResourcesView'),
});

const holdsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/holds',
  component: lazyRouteComponent(() => import('./lists/holds.js'), 'HoldsView'),
});

const notificationsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./lists/notifications.js'), 'NotificationsView'),
});

export const accountRoutes = accountRoute.addChildren([
  overviewRoute,
  transactionsRoute,
  usageRoute,
  planRoute,
  resourcesRoute,
  holdsRoute,
  notificationsRoute,
]);
