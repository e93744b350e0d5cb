/** Promotional credits are granted and voided. */
import type { Event, Instant } from '../../messages.js';
import type { BucketAmount, BucketSource, Reason, Scope } from '../credits.js';

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
