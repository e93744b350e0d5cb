import { type EventTable, nothing } from '../event-record.js';
import { withoutGrace } from '../state.js';
import type { LifecycleEvent } from './events.js';

export const lifecycleEvents: EventTable<LifecycleEvent> = {
  AccountOpened: {
    fold: (account, { data, recordedAt }) => ({ ...account, ...data, openedAt: recordedAt, status: 'active' }),
    makes: nothing,
    takesCredits: false,
  },
  AccountSettingsChanged: {
    fold: (account, { data }) => ({ ...account, settings: { ...account.settings, ...data.settings } }),
    makes: nothing,
    takesCredits: false,
  },
  AccountClosed: {
    fold: (account) => ({
      ...withoutGrace(account),
      status: 'closed',
      buckets: account.buckets.filter((bucket) => !bucket.isPending),
    }),
    makes: nothing,
    takesCredits: false,
  },
};
