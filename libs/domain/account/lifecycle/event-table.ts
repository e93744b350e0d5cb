import { type EventTable, nothing } from '../event-record.js';
import { withoutGrace, withoutPlan } from '../state.js';
import { DEFAULT_SETTINGS } from './default-settings.js';
import type { LifecycleEvent } from './events.js';

export const lifecycleEvents = {
  AccountOpened: {
    fold: (account, { data, recordedAt }) => ({
      ...account,
      ...data,
      settings: { planOverage: DEFAULT_SETTINGS.planOverage, ...data.settings },
      openedAt: recordedAt,
      status: 'active',
    }),
    makes: nothing,
    rowsIn: ['accounts'],
    takesCredits: false,
  },
  AccountSettingsChanged: {
    fold: (account, { data }) => ({ ...account, settings: { ...account.settings, ...data.settings } }),
    makes: nothing,
    rowsIn: [],
    takesCredits: false,
  },
  AccountClosed: {
    fold: (account) => ({
      ...withoutPlan(withoutGrace(account)),
      status: 'closed',
      buckets: account.buckets.filter((bucket) => !bucket.isPending),
    }),
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'plans'],
    takesCredits: false,
  },
} satisfies EventTable<LifecycleEvent>;
