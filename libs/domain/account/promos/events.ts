/** Promotional credits are granted and voided. */
import type { Event, Instant } from '../../messages.js';
import { ZERO } from '../../money.js';
import { change, ended, granted, withBucket } from '../bucket-changes.js';
import type { BucketAmount, BucketSource, Reason, Scope } from '../credits.js';
import { type EventTable, nothing } from '../event-record.js';
import { grantedPromo } from '../grants.js';

/** `effectiveAt` of the event is when the bucket becomes spendable; after `recordedAt` it is pending until then. */
export type PromoGranted = Event<
  'PromoGranted',
  BucketAmount & {
    readonly scope?: Scope;
    readonly expiresAt?: Instant;
    readonly source: BucketSource;
    /** The promo code that was redeemed. */
    readonly code?: string;
  } & Reason
>;

/** `amount` is what was unspent and lapses. */
export type PromoVoided = Event<'PromoVoided', BucketAmount & Reason>;

export type PromoEvent = PromoGranted | PromoVoided;

export const voidOf = (bucketId: string): string => `void of ${bucketId}`;

export const promoEvents = {
  PromoGranted: {
    fold: (account, event) =>
      withBucket(account, granted(grantedPromo(event), event.data.amount, false, event.recordedAt)),
    makes: ({ bucketId }) => [bucketId],
    rowsIn: ['movements', 'transactions'],
    takesCredits: false,
  },
  PromoVoided: {
    fold: (account, { data, effectiveAt }) =>
      change(account, data.bucketId, (bucket) =>
        ended({ ...bucket, remaining: ZERO, isPending: false, isVoided: true }, effectiveAt),
      ),
    makes: nothing,
    rowsIn: ['movements', 'transactions'],
    // A grant that was pending took nothing that could be spent.
    takesCredits: ({ bucketId: voided }, { buckets }) =>
      !buckets.some(({ bucketId, isPending }) => isPending && bucketId === voided),
    marks: ({ bucketId }) => ({ mark: voidOf(bucketId) }),
  },
} satisfies EventTable<PromoEvent>;
