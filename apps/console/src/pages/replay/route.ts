import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../shell/shell-route.js';
import { replaySearch } from './moment.js';

export const replayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts/$accountId/replay',
  validateSearch: replaySearch,
  component: lazyRouteComponent(() => import('./replay-page.js'), 'ReplayPage'),
});
