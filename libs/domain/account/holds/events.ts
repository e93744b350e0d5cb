/** Credits are set aside for usage to come: then captured, released, or free again when the hold expires. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { AllocationLine, Dimensions } from '../credits.js';

/** What credits are set aside for. */
export type HeldFor = Dimensions & {
  readonly resourceId?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** `amount` = sum of `allocation`: what is held of each bucket, in the order of consumption. */
type HeldCredits = {
  readonly holdId: string;
  readonly amount: Amount;
  readonly allocation: readonly AllocationLine[];
};

export type HoldPlaced = Event<'HoldPlaced', HeldCredits & HeldFor & { readonly expiresAt: Instant }>;

/** Usage that is paid out of a hold: a charge like others from then on. */
export type HoldCaptured = Event<'HoldCaptured', HeldCredits & HeldFor & { readonly transactionId: string }>;

/** All that is still held returns to its buckets. */
type HoldEnded = HeldCredits & Pick<HeldFor, 'product' | 'resourceId'>;

/** `captured`: it is what the last capture left; `requested`: the hold was given up. */
export type HoldReleased = Event<'HoldReleased', HoldEnded & { readonly cause: 'captured' | 'requested' }>;

export type HoldExpired = Event<'HoldExpired', HoldEnded>;

export type HoldEvent = HoldPlaced | HoldCaptured | HoldReleased | HoldExpired;
