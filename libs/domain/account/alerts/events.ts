/** What an account raises by itself, for whoever is notified of it. It moves nothing. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import { change } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import { afterNotice } from './expiry-notices.js';

/** Available was above one of the account's thresholds before the decision, and is at or below it now. */
export type LowCredits = { readonly alert: 'low'; readonly threshold: Amount; readonly available: Amount };

/** What is left of a bucket some days before it expires: a due fact. */
export type ExpiringCredits = {
  readonly alert: 'expiring';
  readonly bucketId: string;
  readonly amount: Amount;
  readonly expiresAt: Instant;
};

export type AlertRaised = Event<'AlertRaised', LowCredits | ExpiringCredits>;
export type ExpiryNotice = Event<'AlertRaised', ExpiringCredits>;

export type AlertEvent = AlertRaised;

export const alertEvents = {
  AlertRaised: {
    fold: (account, { data }) => (data.alert === 'expiring' ? change(account, data.bucketId, afterNotice) : account),
    makes: nothing,
    rowsIn: ['notifications', 'sentences'],
    takesCredits: false,
    beginsDueFact: ({ alert }) => alert === 'expiring',
  },
} satisfies EventTable<AlertEvent>;
