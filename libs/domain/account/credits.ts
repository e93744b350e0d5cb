/** The words in which events of several features speak of credits: where they came from, what they may pay for, who paid. */
import type { Instant } from '../messages.js';
import type { Amount } from '../money.js';

export type BucketKind = 'allowance' | 'promo' | 'prepaid';

export type PromoSource = 'signup' | 'promo_code' | 'incentive' | 'support';

/**
 * Where a bucket's credits came from. `refund`: given back for a promo that had expired (rule 5.32); `return`: money that
 * was not paid in credits (rule 4.17).
 */
export type BucketSource = PromoSource | 'refund' | 'bonus' | 'purchase' | 'request' | 'return' | 'plan';

/** What a promo or an allowance may pay for. An absent dimension places no limit; a present one has at least one value. */
export type Scope = {
  readonly products?: readonly string[];
  readonly models?: readonly string[];
  readonly gpus?: readonly string[];
};

/** The dimensions of a usage that a scope is held against. */
export type Dimensions = { readonly product: string; readonly model?: string; readonly gpu?: string };

/**
 * How much one bucket paid. Its id leads to the entry that brought it in, which says what it may pay for and from when to
 * when; older lines repeat it, and those of an allowance say in which cycle it paid. So do a refund's lines for buckets that have left the account's state or are new: they are
 * made from them.
 */
export type AllocationLine = {
  readonly bucketId: string;
  readonly kind: BucketKind;
  readonly source: BucketSource;
  readonly scope?: Scope;
  readonly effectiveAt?: Instant;
  readonly expiresAt?: Instant;
  readonly amount: Amount;
  /** Of a refund, where the purchase of a bucket that has left the state was never paid: nothing of it is withdrawable. */
  readonly isUnpaid?: true;
};

export type BucketAmount = { readonly bucketId: string; readonly amount: Amount };

export type Reason = { readonly reason?: string };
