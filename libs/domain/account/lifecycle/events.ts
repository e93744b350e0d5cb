/** An account is opened, changed and closed. */
import type { Event } from '../../messages.js';
import type { Amount } from '../../money.js';
import { type EventTable, nothing } from '../event-record.js';
import { withoutGrace, withoutPlan } from '../state.js';

/** How an account behaves (rule 11.6). Complete in `AccountOpened`, so that later defaults change no past decision. */
export type Settings = {
  /** Holds from the first completed purchase on; before it the limit is zero (rules 4.15, 5.7). */
  readonly overdraftLimit: Amount;
  readonly graceWindowSeconds: number;
  readonly onZero: 'grace' | 'terminate';
  /** Whether usage that a plan may pay pauses where nothing else pays, or goes into overdraft (rule 8.3). */
  readonly planOverage: 'pause' | 'overdraft';
  readonly minimumPurchase: Amount;
  readonly refundedPromoExpiresInDays: number;
  readonly supportGrantLimit: Amount;
  readonly alertThresholds: readonly Amount[];
};

export type AccountOpened = Event<
  'AccountOpened',
  { readonly accountId: string; readonly tag: string; readonly name?: string; readonly settings: Settings }
>;

export type AccountSettingsChanged = Event<'AccountSettingsChanged', { readonly settings: Partial<Settings> }>;

export type AccountClosed = Event<'AccountClosed', { readonly forfeit: boolean }>;

export type LifecycleEvent = AccountOpened | AccountSettingsChanged | AccountClosed;

export const lifecycleEvents = {
  AccountOpened: {
    fold: (account, { data, recordedAt }) => ({
      ...account,
      ...data,
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
    rowsIn: ['movements', 'transactions', 'accounts', 'plans'],
    takesCredits: false,
  },
} satisfies EventTable<LifecycleEvent>;
