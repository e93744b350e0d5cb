/** What is stored of an account so that its balance, and what is due, can be computed for any moment of reading. */
import type { BucketKind, BucketSource, Scope, Settings } from '#domain/account/events.js';
import type { Cycles } from '#domain/account/plans/cycles.js';
import {
  type Account,
  type AccountStatus,
  type Debt,
  type Hold,
  type OpenPurchase,
  type PendingPayment,
  type Plan,
  type Resource,
  unopened,
} from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO } from '#domain/money.js';

/** A bucket that has credits, or may get some back. */
export type BalanceBucket = {
  readonly bucketId: string;
  readonly kind: BucketKind;
  readonly source: BucketSource;
  readonly scope?: Scope;
  readonly revision: number;
  readonly effectiveAt: Instant;
  readonly expiresAt?: Instant;
  readonly isPending: boolean;
  readonly isWithdrawable: boolean;
  readonly remaining: Amount;
  readonly held: Amount;
  readonly lapsed: Amount;
  readonly isVoided?: true;
  readonly endedAt?: Instant;
  readonly cycles?: Cycles;
  readonly noticeAt?: Instant;
};

/** Not the account that commands are decided on: terms of purchases and withdrawals are not in it. */
export type BalanceRow = {
  readonly accountId: string;
  readonly tag: string;
  readonly name?: string;
  readonly revision: number;
  readonly openedAt: Instant;
  readonly recordedAt: Instant;
  readonly status: AccountStatus;
  readonly graceDeadline?: Instant;
  readonly paygUnlocked: boolean;
  /** What becomes of service when credits run out, and the thresholds, where there are any: an alert is an entry that is due too. */
  readonly service: Pick<Settings, 'onZero' | 'graceWindowSeconds' | 'overdraftLimit'> &
    Partial<Pick<Settings, 'alertThresholds'>>;
  readonly buckets: readonly BalanceBucket[];
  /** What is due may say that credits are depleted, once. */
  readonly isDepleted?: true;
  readonly overdraft: Amount;
  /** Oldest first. */
  readonly debts: readonly Debt[];
  readonly repaymentGoesOnAt?: Instant;
  /** Refreshed and ended at its time, it gives and takes credits. */
  readonly plan?: Plan;
  /** Open ones, with the bucket of credits that are not paid for yet; null where none were granted. */
  readonly purchases: Readonly<Record<string, string | null>>;
  /** Open ones, in the order in which they were placed: what is held of which bucket, and until when. */
  readonly holds: readonly Pick<Hold, 'holdId' | 'revision' | 'product' | 'resourceId' | 'expiresAt' | 'held'>[];
  /** Oldest first. */
  readonly pendingPayments: readonly PendingPayment[];
  /** Those that run, and storage until it is stopped. */
  readonly resources: Readonly<Record<string, Resource>>;
};

export const rowOf = (account: Account): BalanceRow => ({
  accountId: account.accountId,
  tag: account.tag,
  revision: account.revision,
  openedAt: account.openedAt,
  recordedAt: account.recordedAt,
  status: account.status,
  paygUnlocked: account.paygUnlocked,
  service: serviceOf(account.settings),
  buckets: account.buckets,
  overdraft: account.overdraft,
  debts: account.debts,
  purchases: mapped(account.purchases, ({ bucketId }) => bucketId ?? null),
  holds: account.holds.map(({ holdId, revision, product, resourceId, expiresAt, held }) => ({
    holdId,
    revision,
    product,
    expiresAt,
    held,
    ...(resourceId !== undefined && { resourceId }),
  })),
  pendingPayments: account.pendingPayments,
  resources: account.resources,
  ...(account.name !== undefined && { name: account.name }),
  ...(account.graceDeadline !== undefined && { graceDeadline: account.graceDeadline }),
  ...(account.repaymentGoesOnAt !== undefined && { repaymentGoesOnAt: account.repaymentGoesOnAt }),
  ...(account.plan !== undefined && { plan: account.plan }),
  ...(account.isDepleted !== undefined && { isDepleted: account.isDepleted }),
});

const serviceOf = ({
  onZero,
  graceWindowSeconds,
  overdraftLimit,
  alertThresholds,
}: Settings): BalanceRow['service'] => ({
  onZero,
  graceWindowSeconds,
  overdraftLimit,
  ...(alertThresholds.length > 0 && { alertThresholds }),
});

export const settingsIn = ({ service }: BalanceRow): Settings => ({ ...unopened.settings, ...service });

/** The account as far as its balance goes. What the row leaves out moves no balance, and is as on an unopened account. */
export const accountOf = (row: BalanceRow): Account => ({
  accountId: row.accountId,
  tag: row.tag,
  revision: row.revision,
  openedAt: row.openedAt,
  recordedAt: row.recordedAt,
  status: row.status,
  settings: settingsIn(row),
  paygUnlocked: row.paygUnlocked,
  buckets: row.buckets,
  overdraft: row.overdraft,
  debts: row.debts,
  purchases: mapped(row.purchases, purchaseOf),
  withdrawals: {},
  holds: row.holds,
  pendingPayments: row.pendingPayments,
  resources: row.resources,
  ...(row.name !== undefined && { name: row.name }),
  ...(row.graceDeadline !== undefined && { graceDeadline: row.graceDeadline }),
  ...(row.repaymentGoesOnAt !== undefined && { repaymentGoesOnAt: row.repaymentGoesOnAt }),
  ...(row.plan !== undefined && { plan: row.plan }),
  ...(row.isDepleted !== undefined && { isDepleted: row.isDepleted }),
});

function purchaseOf(bucketId: string | null): OpenPurchase {
  const terms = { amount: ZERO, fee: ZERO, total: ZERO, paymentMethod: 'request' } as const;
  return bucketId === null ? { ...terms, status: 'pending' } : { ...terms, status: 'approved', bucketId };
}

const mapped = <T, U>(items: Readonly<Record<string, T>>, to: (item: T, id: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(items).map(([id, item]) => [id, to(item, id)]));
