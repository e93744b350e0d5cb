/** Prepaid credits are bought, or requested and approved. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { BucketAmount, Reason, Scope } from '../credits.js';

export type PaymentMethod = 'card' | 'bank_transfer' | 'usdc' | 'io_coin' | 'request';

export type Bonus = { readonly amount: Amount; readonly expiresAt?: Instant; readonly scope?: Scope };

/** `amount` is the credits; `fee` and `total` are money in whole cents: what is paid on top, and in all (rules 2.7, 4.10). */
export type Purchase = {
  readonly purchaseId: string;
  readonly amount: Amount;
  readonly fee: Amount;
  readonly total: Amount;
  readonly paymentMethod: PaymentMethod;
};

/**
 * What becomes of a purchase's credits that are not paid for, or not any more: `amount` was left in their bucket and is taken out of it,
 * the rest, `overdraft`, becomes debt of this entry. Together they are the purchase's credits; either may be zero.
 */
export type TakenBack = BucketAmount & { readonly overdraft: Amount };

export type PurchaseOpened = Event<
  'PurchaseOpened',
  Purchase & {
    readonly invoiceUrl?: string;
    readonly bonus?: Bonus;
    readonly metadata?: Readonly<Record<string, string>>;
    /** The account opened it by itself (rule 4.20). */
    readonly isAutoRecharge?: true;
  }
>;

/** Credits of a request appear before they are paid for; `paid: false` keeps them from being withdrawn. */
export type PurchaseApproved = Event<
  'PurchaseApproved',
  Purchase & { readonly bucketId: string; readonly paid: boolean } & Reason
>;

export type PurchaseRejected = Event<'PurchaseRejected', Purchase & Reason>;

/** `isGranted`: the credits appeared at the approval already, this only makes them withdrawable. */
export type PurchaseCompleted = Event<
  'PurchaseCompleted',
  Purchase & { readonly bucketId: string; readonly isGranted: boolean }
>;

/** An approved request that was never paid gives its credits back. */
export type PurchaseFailed = Event<'PurchaseFailed', Purchase & { readonly takenBack?: TakenBack } & Reason>;

/** The payment of a completed purchase was charged back: its credits are taken back. */
export type PurchaseReversed = Event<'PurchaseReversed', Purchase & { readonly takenBack: TakenBack } & Reason>;

export type PurchaseEvent =
  PurchaseOpened | PurchaseApproved | PurchaseRejected | PurchaseCompleted | PurchaseFailed | PurchaseReversed;

export type OpenPurchase = {
  readonly amount: Amount;
  readonly fee: Amount;
  readonly total: Amount;
  readonly paymentMethod: PaymentMethod;
  readonly bonus?: Bonus;
  readonly status: 'pending' | 'approved';
  /** The account opened it by itself. */
  readonly isAutoRecharge?: true;
  /** Where the credits of an approved, unpaid purchase are. */
  readonly bucketId?: string;
};
