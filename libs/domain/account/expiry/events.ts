/** Buckets become effective and end, each at its time. */
import type { Event } from '../../messages.js';
import { change } from '../bucket-changes.js';
import type { BucketAmount, BucketKind } from '../credits.js';
import { type EventTable, nothing } from '../event-record.js';
import type { Entry } from '../events.js';
import type { Account } from '../state.js';
import { type BucketFactEvent, afterDueFact } from './after-due-fact.js';

/** A grant of the future became spendable. `amount` is what it brings. */
export type BucketActivated = Event<'BucketActivated', BucketAmount>;

/**
 * What was left lapses. `ended`: credits that a refund gave back to an ended bucket; `released`: those that a hold did;
 * `closed`: the account was closed; `replaced`: an allowance that another plan ended, or of a cycle that had passed without an
 * entry.
 */
export type BucketExpired = Event<
  'BucketExpired',
  BucketAmount & { readonly kind: BucketKind; readonly cause: 'expired' | 'ended' | 'released' | 'closed' | 'replaced' }
>;

/**
 * Credits that had lapsed come back, because usage from before the expiry arrived late (rule 2.12), or `resumed`: a plan was
 * chosen again whose last cycle goes on.
 */
export type BucketExpiryReversed = Event<
  'BucketExpiryReversed',
  BucketAmount & { readonly kind: BucketKind; readonly cause?: 'resumed' }
>;

export type ExpiryEvent = BucketActivated | BucketExpired | BucketExpiryReversed;

const fold = (account: Account, event: ExpiryEvent): Account =>
  change(account, event.data.bucketId, (bucket) => afterDueFact(bucket, event));

export const expiryEvents = {
  BucketActivated: {
    fold,
    makes: nothing,
    rowsIn: ['movements', 'transactions'],
    takesCredits: false,
    beginsDueFact: true,
  },
  BucketExpired: {
    fold,
    makes: nothing,
    rowsIn: ['movements', 'transactions'],
    takesCredits: ({ cause }) => cause === 'expired' || cause === 'replaced',
    beginsDueFact: ({ cause }) => cause === 'expired',
  },
  BucketExpiryReversed: { fold, makes: nothing, rowsIn: ['movements', 'transactions'], takesCredits: false },
} satisfies EventTable<ExpiryEvent>;

/** Written out: it is checked for every entry that is folded. */
export const isBucketFact = (event: Entry): event is BucketFactEvent =>
  event.type === 'BucketActivated' ||
  event.type === 'BucketExpired' ||
  event.type === 'BucketExpiryReversed' ||
  (event.type === 'AlertRaised' && event.data.alert === 'expiring');
