/** Buckets become effective and end, each at its time. */
import type { Event } from '../../messages.js';
import type { BucketAmount, BucketKind } from '../credits.js';

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
