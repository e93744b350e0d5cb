/**
 * The events of an account: the storage contract. What is here is in logs for ever. A field is never renamed, removed
 * or given another meaning: change a type by adding a version and an upcaster (libs/event-store/codec.ts), with a
 * golden file for it.
 *
 * Amounts are positive decimal strings (money.ts) unless a comment says otherwise. An event is one entry; only
 * `UsageCharged` holds several (1 to 256 lines, each an entry with a revision of its own), and `EntriesJoined`.
 */
import type { Actor, Event, Instant } from '../messages.js';
import type { Amount } from '../money.js';

export type BucketKind = 'allowance' | 'promo' | 'prepaid';
export type PromoSource = 'signup' | 'promo_code' | 'incentive' | 'support';
/** Where a bucket's credits came from. `refund`: given back for a promo that had expired (rule 5.32). */
export type BucketSource = PromoSource | 'refund' | 'bonus' | 'purchase' | 'request' | 'plan';

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
 * when; older lines repeat it. So do a refund's lines for buckets that have left the account's state or are new: they are
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

/** How the amount of a charge was stated, where not as an amount. The prices are those that were applied. */
export type Pricing =
  | { readonly quantity: string; readonly unitPrice: Amount }
  | {
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly inputTokenPrice: Amount;
      readonly outputTokenPrice: Amount;
    };

/** One charge: `amount` = sum of `allocation` + `overdraft`. `amount` and `overdraft` may be zero. */
export type ChargeLine = Dimensions & {
  readonly revision: number;
  readonly transactionId: string;
  readonly effectiveAt: Instant;
  readonly key?: string;
  readonly requestHash?: string;
  readonly actor: Actor;
  readonly mode: 'authorize' | 'record';
  readonly amount: Amount;
  readonly allocation: readonly AllocationLine[];
  readonly overdraft: Amount;
  readonly resourceId?: string;
  readonly pricing?: Pricing;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** How an account behaves (rule 11.6). Complete in `AccountOpened`, so that later defaults change no past decision. */
export type Settings = {
  /** Holds from the first completed purchase on; before it the limit is zero (rules 4.15, 5.7). */
  readonly overdraftLimit: Amount;
  readonly graceWindowSeconds: number;
  readonly onZero: 'grace' | 'terminate';
  readonly minimumPurchase: Amount;
  readonly refundedPromoExpiresInDays: number;
  readonly supportGrantLimit: Amount;
  readonly alertThresholds: readonly Amount[];
};

export type PaymentMethod = 'card' | 'bank_transfer' | 'usdc' | 'io_coin' | 'request';
export type Bonus = { readonly amount: Amount; readonly expiresAt?: Instant; readonly scope?: Scope };
/** A cluster obeys every rule for instances. */
export type ResourceKind = 'instance' | 'cluster' | 'storage';

type BucketAmount = { readonly bucketId: string; readonly amount: Amount };
/** `amount` is the credits; `fee` and `total` are money in whole cents: what is paid on top, and in all (rules 2.7, 4.10). */
type Purchase = {
  readonly purchaseId: string;
  readonly amount: Amount;
  readonly fee: Amount;
  readonly total: Amount;
  readonly paymentMethod: PaymentMethod;
};
type Withdrawal = { readonly withdrawalId: string; readonly amount: Amount; readonly destination: string };
type Reason = { readonly reason?: string };

/**
 * What becomes of a purchase's credits that are not paid for: `amount` was left in their bucket and is taken out of it,
 * the rest, `overdraft`, becomes debt of this entry. Together they are the purchase's credits; either may be zero.
 */
export type TakenBack = BucketAmount & { readonly overdraft: Amount };

/** What repaid one debt. `revision` is the entry that had left it. */
export type Repayment = { readonly revision: number; readonly from: readonly AllocationLine[] };

export type AccountOpened = Event<
  'AccountOpened',
  { readonly accountId: string; readonly tag: string; readonly name?: string; readonly settings: Settings }
>;
export type AccountSettingsChanged = Event<'AccountSettingsChanged', { readonly settings: Partial<Settings> }>;
export type AccountClosed = Event<'AccountClosed', { readonly forfeit: boolean }>;

/** `effectiveAt` of the event is when the bucket becomes spendable; after `recordedAt` it is pending until then. */
export type PromoGranted = Event<
  'PromoGranted',
  BucketAmount & { readonly scope?: Scope; readonly expiresAt?: Instant; readonly source: BucketSource } & Reason
>;
/** `amount` is what was unspent and lapses. */
export type PromoVoided = Event<'PromoVoided', BucketAmount & Reason>;
/** A grant of the future became spendable. `amount` is what it brings. */
export type BucketActivated = Event<'BucketActivated', BucketAmount>;
/** What was left lapses. `ended`: credits that came back to an ended bucket; `closed`: the account was closed. */
export type BucketExpired = Event<
  'BucketExpired',
  BucketAmount & { readonly kind: BucketKind; readonly cause: 'expired' | 'ended' | 'closed' }
>;
/** Credits that had lapsed come back, because usage from before the expiry arrived late (rule 2.12). */
export type BucketExpiryReversed = Event<'BucketExpiryReversed', BucketAmount & { readonly kind: BucketKind }>;

export type PurchaseOpened = Event<
  'PurchaseOpened',
  Purchase & { readonly invoiceUrl?: string; readonly bonus?: Bonus }
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

export type UsageCharged = Event<'UsageCharged', { readonly lines: readonly ChargeLine[] }>;
/**
 * `amount` = `overdraft` + sum of `allocation`. `overdraft` is open debt of the charge that is given up. An allocation
 * line whose `source` is `refund` and whose bucket is new stands for the expired bucket `insteadOf`. `refundedBefore` is
 * what earlier refunds gave back of the charge; absent in older ones.
 */
export type UsageRefunded = Event<
  'UsageRefunded',
  {
    readonly transactionId: string;
    readonly chargeTransactionId: string;
    readonly chargeRevision: number;
    readonly amount: Amount;
    readonly refundedBefore?: Amount;
    readonly overdraft: Amount;
    readonly allocation: readonly (AllocationLine & { readonly insteadOf?: string })[];
    readonly product: string;
    readonly resourceId?: string;
  } & Reason
>;
/**
 * Debt, repaid oldest first. `repayments` are in the order of the entries that left the debt. `goesOnAt`: there were more
 * debts than one entry names; the next ones are due at that instant, which is that of this decision. `isContinued`: of such an earlier one.
 */
export type OverdraftRepaid = Event<
  'OverdraftRepaid',
  {
    readonly amount: Amount;
    readonly repayments: readonly Repayment[];
    readonly goesOnAt?: Instant;
    readonly isContinued?: true;
  }
>;

export type WithdrawalRequested = Event<
  'WithdrawalRequested',
  Withdrawal & { readonly allocation: readonly AllocationLine[] }
>;
export type WithdrawalApproved = Event<'WithdrawalApproved', Withdrawal & Reason>;
/** The credits return to the buckets of `allocation`. */
export type WithdrawalRejected = Event<
  'WithdrawalRejected',
  Withdrawal & { readonly allocation: readonly AllocationLine[] } & Reason
>;
export type WithdrawalPaid = Event<'WithdrawalPaid', Withdrawal & Reason>;

export type ResourceStarted = Event<
  'ResourceStarted',
  {
    readonly resourceId: string;
    readonly kind: ResourceKind;
    readonly product: string;
    readonly gpu?: string;
    readonly ratePerHour: Amount;
  }
>;
export type ResourceStopped = Event<'ResourceStopped', { readonly resourceId: string }>;

export type GraceStarted = Event<'GraceStarted', { readonly deadline: Instant }>;
export type GraceEnded = Event<'GraceEnded', Record<string, never>>;
/**
 * Effective at the deadline however late it is recorded. `instances` (clusters among them) end, `storage` becomes
 * inaccessible.
 */
export type ServiceTerminated = Event<
  'ServiceTerminated',
  { readonly instances: readonly string[]; readonly storage: readonly string[] }
>;
export type ServiceRestored = Event<'ServiceRestored', { readonly storage: readonly string[] }>;

/**
 * Many entries of one origin and time of recording, stored as one event: they are numbered from the event's revision on.
 * Only so an account of thousands of buckets is closed in one append.
 */
export type EntriesJoined = Event<
  'EntriesJoined',
  { readonly entries: readonly { readonly type: string; readonly effectiveAt: Instant; readonly data: unknown }[] }
>;

export type AccountEvent =
  | EntriesJoined
  | AccountOpened
  | AccountSettingsChanged
  | AccountClosed
  | PromoGranted
  | PromoVoided
  | BucketActivated
  | BucketExpired
  | BucketExpiryReversed
  | PurchaseOpened
  | PurchaseApproved
  | PurchaseRejected
  | PurchaseCompleted
  | PurchaseFailed
  | UsageCharged
  | UsageRefunded
  | OverdraftRepaid
  | WithdrawalRequested
  | WithdrawalApproved
  | WithdrawalRejected
  | WithdrawalPaid
  | ResourceStarted
  | ResourceStopped
  | GraceStarted
  | GraceEnded
  | ServiceTerminated
  | ServiceRestored;

export type AccountEventType = AccountEvent['type'];
export type EventData<T extends AccountEventType> = Extract<AccountEvent, { type: T }>['data'];
