import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { useMay } from '../../session/session.js';
import { type Tab, Tabs } from '../../ui/tabs.js';
import { useMoment } from './reads.js';

const route = getRouteApi('/accounts/$accountId');

/** The views of an account, those that the role may read. */
export function AccountTabs({ overview }: { readonly overview: Schemas['Overview'] }) {
  const params = route.useParams();
  const search = useMoment();
  const mayReadNotifications = useMay('read notifications');
  const mayReplay = useMay('replay accounts');
  const running = overview.resources.filter(({ status }) => status === 'running').length;
  const at = { params, search };
  const tabs: readonly (Tab | false)[] = [
    {
      label: 'Overview',
      link: { to: '/accounts/$accountId', ...at, activeOptions: { exact: true, includeSearch: false } },
    },
    { label: 'Transactions', link: { to: '/accounts/$accountId/transactions', ...at } },
    { label: 'Usage', link: { to: '/accounts/$accountId/usage', ...at } },
    { label: 'Plan', link: { to: '/accounts/$accountId/plan', ...at } },
    {
      label: 'Resources',
      ...(running > 0 && { count: running }),
      link: { to: '/accounts/$accountId/resources', ...at },
    },
    { label: 'Holds', link: { to: '/accounts/$accountId/holds', ...at } },
    mayReplay && { label: 'Replay', link: { to: '/accounts/$accountId/replay', params, search } },
    mayReadNotifications && { label: 'Notifications', link: { to: '/accounts/$accountId/notifications', ...at } },
  ];
  return <Tabs label="Views of the account" tabs={tabs.filter((tab) => tab !== false)} />;
}
