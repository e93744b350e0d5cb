/** What those answer for who sign for the numbers: a view each. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../shell/shell-route.js';
import { entrySearch, momentSearch, monthSearch } from './search.js';

export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit-page.js'), 'AuditPage'),
});

const trialBalanceRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/',
  validateSearch: momentSearch,
  component: lazyRouteComponent(() => import('./trial-balance.js'), 'TrialBalanceView'),
});

const reportRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/report',
  validateSearch: monthSearch,
  component: lazyRouteComponent(() => import('./report.js'), 'ReportView'),
});

const statementRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/statement',
  component: lazyRouteComponent(() => import('./statement.js'), 'StatementView'),
});

const checkpointsRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/checkpoints',
  component: lazyRouteComponent(() => import('./checkpoints.js'), 'CheckpointsView'),
});

const proofRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: '/proof',
  validateSearch: entrySearch,
  component: lazyRouteComponent(() => import('./proof/proof.js'), 'ProofView'),
});

export const auditRoutes = auditRoute.addChildren([
  trialBalanceRoute,
  reportRoute,
  statementRoute,
  checkpointsRoute,
  proofRoute,
]);
