/** What finance answers for: a view each. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../shell/shell-route.js';
import { deliveriesSearch, grantsSearch, pricesSearch, purchasesSearch, withdrawalsSearch } from './search.js';

export const financeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/finance',
  component: lazyRouteComponent(() => import('./finance-page.js'), 'FinancePage'),
});

const purchasesRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/',
  validateSearch: purchasesSearch,
  component: lazyRouteComponent(() => import('./purchases/purchases.js'), 'PurchasesView'),
});

const withdrawalsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/withdrawals',
  validateSearch: withdrawalsSearch,
  component: lazyRouteComponent(() => import('./withdrawals/withdrawals.js'), 'WithdrawalsView'),
});

const debtsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/debts',
  component: lazyRouteComponent(() => import('./debts.js'), 'DebtsView'),
});

const grantsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/grants',
  validateSearch: grantsSearch,
  component: lazyRouteComponent(() => import('./grants/grants.js'), 'GrantsView'),
});

const codesRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/codes',
  component: lazyRouteComponent(() => import('./codes/codes.js'), 'CodesView'),
});

const plansRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/plans',
  component: lazyRouteComponent(() => import('./plans/plans.js'), 'PlansView'),
});

const pricesRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/prices',
  validateSearch: pricesSearch,
  component: lazyRouteComponent(() => import('./prices/prices.js'), 'PricesView'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/webhooks',
  validateSearch: deliveriesSearch,
  component: lazyRouteComponent(() => import('./webhooks/webhooks.js'), 'WebhooksView'),
});

export const financeRoutes = financeRoute.addChildren([
  purchasesRoute,
  withdrawalsRoute,
  debtsRoute,
  grantsRoute,
  codesRoute,
  plansRoute,
  pricesRoute,
  webhooksRoute,
]);
