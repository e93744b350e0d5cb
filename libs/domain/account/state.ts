/**
 * What is known of an account, folded from its events: what is open, and buckets for 72 h after they ended. It is no
 * larger for all that the account has lived through; a rule that needs more of the past searches the log for it
 * (`EntriesNeeded`). Plain data, so that it can be stored as a snapshot.
 */
import type { Instant } from '../messages.js';
import { type Amount, ZERO } from '../money.js';
import type { BucketKind, BucketSource, Dimensions, Scope, Settings } from './events.js';
import type { Hold } from './holds/events.js';
import type { PendingPayment } from './payments/events.js';
import type { Cycles } from './plans/cycles.js';
import type { Plan } from './plans/events.js';
import type { OpenPurchase } from './purchases/events.js';
import type { AutoRecharge } from './recharge/events.js';
import type { Resource } from './resources/events.js';
import type { OpenWithdrawal } from './withdrawals/events.js';

export type { Hold } from './holds/events.js';
export type { PendingPayment } from './payments/events.js';
export type { Plan } from './plans/events.js';
export type { OpenPurchase } from './purchases/events.js';
export type { AutoRecharge } from './recharge/events.js';
export type { Resource } from './resources/events.js';
export type { OpenWithdrawal } from './withdrawals/events.js';

export type AccountStatus = 'unopened' | 'active' | 'grace' | 'suspended' | 'closed';

export type Bucket = {
  readonly bucketId: string;
  readonly kind: BucketKind;
  readonly source: BucketSource;
  readonly scope?: Scope;
  /** Revision of the entry that brought the credits in: its place in the order of grants. */
  readonly revision: number;
  readonly effectiveAt: Instant;
  readonly expiresAt?: Instant;
  /** Of an allowance. While it stands it has no expiry but that of the cycle that it is looked at in (plans/cycles.ts). */
  readonly cycles?: Cycles;
  /** The grant lies in the future: its credits do not count until `BucketActivated`. */
  readonly isPending: boolean;
  /** Prepaid that was paid for. */
  readonly isWithdrawable: boolean;
  readonly remaining: Amount;
  readonly held: Amount;
  /** What the expiry took and usage from before it may still bring back. */
  readonly lapsed: Amount;
  /** Nothing revives it. */
  readonly isVoided?: true;
  /** When it expired, was voided or was used up. 72 h later it leaves the state (see evolve). */
  readonly endedAt?: Instant;
  /** When its owner is told next that it will expire, if something is left of it then. */
  readonly noticeAt?: Instant;
};

/**
 * Open debt, left by the entry of `revision`. Amount above zero. `usage`: what an allowance's scope is held against before it
 * repays; absent where no usage has left it.
 */
export type Debt = {
  readonly revision: number;
  readonly transactionId: string;
  readonly amount: Amount;
  /** Running costs left it (rule 6.13). */
  readonly isOfRunningCosts?: true;
  readonly usage?: Dimensions;
};

export type Account = {
  readonly accountId: string;
  readonly tag: string;
  readonly name?: string;
  readonly revision: number;
  readonly openedAt: Instant;
  readonly recordedAt: Instant;
  readonly status: AccountStatus;
  readonly settings: Settings;
  readonly graceDeadline?: Instant;
  readonly plan?: Plan;
  readonly paygUnlocked: boolean;
  /** In the order of their grants. */
  readonly buckets: readonly Bucket[];
  /** Nothing is available since something was, or since there is debt. */
  readonly isDepleted?: true;
  /** Sum of `debts`. */
  readonly overdraft: Amount;
  /** Oldest first. */
  readonly debts: readonly Debt[];
  /** Free credits are still to repay more of them, as of this instant and before anything else. */
  readonly repaymentGoesOnAt?: Instant;
  readonly purchases: Readonly<Record<string, OpenPurchase>>;
  readonly withdrawals: Readonly<Record<string, OpenWithdrawal>>;
  /** Absent until it is configured. */
  readonly autoRecharge?: AutoRecharge;
  /** Open ones, in the order in which they were placed. */
  readonly holds: readonly Hold[];
  /** Oldest first. */
  readonly pendingPayments: readonly PendingPayment[];
  /** Those that run, and storage until it is stopped. */
  readonly resources: Readonly<Record<string, Resource>>;
};

const NEVER = '0000-01-01T00:00:00.000Z' as Instant;

export const unopened: Account = {
  accountId: '',
  tag: '',
  revision: 0,
  openedAt: NEVER,
  recordedAt: NEVER,
  status: 'unopened',
  settings: {
    overdraftLimit: ZERO,
    graceWindowSeconds: 0,
    onZero: 'grace',
    planOverage: 'pause',
    minimumPurchase: ZERO,
    refundedPromoExpiresInDays: 0,
    supportGrantLimit: ZERO,
    alertThresholds: [],
  },
  paygUnlocked: false,
  buckets: [],
  overdraft: ZERO,
  debts: [],
  purchases: {},
  withdrawals: {},
  holds: [],
  pendingPayments: [],
  resources: {},
};

/**
 * A copy that differs in what moves with every event. Written out: a spread of what a spread has made costs V8 twenty
 * times as much, and a charge copies its account and bucket four times.
 */
export function accountWith(
  account: Account,
  { revision, recordedAt, buckets }: Partial<Pick<Account, 'revision' | 'recordedAt' | 'buckets'>>,
): Account {
  const copy: Copied<Account> = {
    accountId: account.accountId,
    tag: account.tag,
    revision: revision ?? account.revision,
    openedAt: account.openedAt,
    recordedAt: recordedAt ?? account.recordedAt,
    status: account.status,
    settings: account.settings,
    paygUnlocked: account.paygUnlocked,
    buckets: buckets ?? account.buckets,
    overdraft: account.overdraft,
    debts: account.debts,
    purchases: account.purchases,
    withdrawals: account.withdrawals,
    holds: account.holds,
    pendingPayments: account.pendingPayments,
    resources: account.resources,
  };
  if (account.name !== undefined) copy.name = account.name;
  if (account.graceDeadline !== undefined) copy.graceDeadline = account.graceDeadline;
  if (account.repaymentGoesOnAt !== undefined) copy.repaymentGoesOnAt = account.repaymentGoesOnAt;
  if (account.autoRecharge !== undefined) copy.autoRecharge = account.autoRecharge;
  if (account.plan !== undefined) copy.plan = account.plan;
  if (account.isDepleted !== undefined) copy.isDepleted = account.isDepleted;
  return copy;
}

type Copied<T> = { -readonly [K in keyof T]: T[K] };

/** A copy with another remainder; written out as `accountWith` is. */
export function bucketWith(bucket: Bucket, remaining: Amount): Bucket {
  const copy: Copied<Bucket> = {
    bucketId: bucket.bucketId,
    kind: bucket.kind,
    source: bucket.source,
    revision: bucket.revision,
    effectiveAt: bucket.effectiveAt,
    isPending: bucket.isPending,
    isWithdrawable: bucket.isWithdrawable,
    remaining,
    held: bucket.held,
    lapsed: bucket.lapsed,
  };
  if (bucket.scope !== undefined) copy.scope = bucket.scope;
  if (bucket.expiresAt !== undefined) copy.expiresAt = bucket.expiresAt;
  if (bucket.isVoided !== undefined) copy.isVoided = bucket.isVoided;
  if (bucket.endedAt !== undefined) copy.endedAt = bucket.endedAt;
  if (bucket.cycles !== undefined) copy.cycles = bucket.cycles;
  if (bucket.noticeAt !== undefined) copy.noticeAt = bucket.noticeAt;
  return copy;
}

/** Looks up what a client named; a name like `constructor` finds nothing that is not there. */
export const itemOf = <T>(items: Readonly<Record<string, T>>, id: string): T | undefined =>
  Object.hasOwn(items, id) ? items[id] : undefined;

export function without<T>(items: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  const { [id]: _, ...others } = items;
  return others;
}

export function withoutPlan(account: Account): Account {
  const { plan: _, ...others } = account;
  return others;
}

export function withoutGrace(account: Account): Account {
  const { graceDeadline: _, ...others } = account;
  return others;
}
