/**
 * The events of a promo code: a storage contract, as an account's events are. Each code has a stream of its own. Amounts are
 * positive.
 */
import type { Event, Instant } from '../messages.js';
import type { Amount } from '../money.js';
import type { Scope } from '../account/events.js';

/** What an admin says of a code. Credits expire at an instant, or so many days after redemption, or never. */
export type PromoCodeTerms = {
  readonly amount: Amount;
  readonly scope?: Scope;
  /** From then on nobody redeems it. */
  readonly expiresAt?: Instant;
  readonly creditExpiresAt?: Instant;
  readonly creditExpiresInDays?: number;
  readonly maxRedemptions?: number;
  readonly disabled?: boolean;
};

/** The code as it was spelled, and its terms from now on: all of them, whatever they were before. */
export type PromoCodeDefined = Event<'PromoCodeDefined', PromoCodeTerms & { readonly code: string }>;

/**
 * One redemption is taken for an account, which grants it next. `key` is the client's, which the account's entry will
 * bear: whoever finishes the redemption does it with that key, so that the credits come in once.
 */
export type RedemptionReserved = Event<
  'RedemptionReserved',
  {
    readonly code: string;
    readonly accountId: string;
    readonly key: string;
    readonly amount: Amount;
    readonly scope?: Scope;
    readonly creditExpiresAt?: Instant;
  }
>;

/** The account refused the credits for good: its redemption, of the entry `reservation`, is given back. */
export type RedemptionGivenBack = Event<
  'RedemptionGivenBack',
  { readonly accountId: string; readonly reservation: number; readonly reason: string }
>;

export type PromoCodeEvent = PromoCodeDefined | RedemptionReserved | RedemptionGivenBack;
