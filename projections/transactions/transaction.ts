import type { AllocationLine, BucketKind, PaymentMethod } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';

export type TransactionType =
  | 'deposit'
  | 'auto_recharge'
  | 'promo'
  | 'allowance'
  | 'usage'
  | 'refund'
  | 'hold'
  | 'withdrawal'
  | 'expiry'
  | 'adjustment';
export type TransactionStatus = 'completed' | 'pending' | 'failed' | 'accumulating';

/** How much of a transaction one bucket paid or got. */
export type Split = { readonly bucketId: string; readonly kind: BucketKind; readonly amount: Amount };

/** One line of an account's history, as its owner sees it (rule 9.3). */
export type Transaction = {
  readonly transactionId: string;
  /** The entry that settled it, or that opened it where it is not settled: its place. */
  readonly revision: number;
  /** When that was recorded. */
  readonly time: Instant;
  readonly effectiveTime: Instant;
  readonly type: TransactionType;
  readonly status: TransactionStatus;
  readonly description: string;
  /** The product that was used. */
  readonly service: string | null;
  /** Signed change of the balance's total; what would change it where it has not. */
  readonly amount: Amount;
  /** That total; null where nothing has moved. */
  readonly balanceAfter: Amount | null;
  readonly invoiceUrl: string | null;
  /** Of purchases. */
  readonly paymentMethod: PaymentMethod | null;
  /** Who approved a request for credits: the person behind the API key where one was named, otherwise the key's name. */
  readonly approvedBy: string | null;
  readonly allocation: readonly Split[];
  /** The part of a charge, a refund or credits taken back that is debt, above zero; otherwise null. */
  readonly overdraft: Amount | null;
  readonly resourceId: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
};

export const splits = (lines: readonly AllocationLine[]): readonly Split[] =>
  lines.map(({ bucketId, kind, amount }) => ({ bucketId, kind, amount }));
