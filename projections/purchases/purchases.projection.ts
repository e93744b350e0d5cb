/** Every purchase and request for credits that an account ever had, and what became of it. */
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import type { PaymentMethod } from '#domain/account/events.js';
import { invariant } from '#domain/errors.js';
import { type Instant, milliseconds, nameOfActor } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { worklistKey } from '../worklist-key.js';

export const PURCHASE_STATUSES = ['pending', 'approved', 'completed', 'failed', 'rejected', 'reversed'] as const;
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number];

export type PurchaseRow = {
  readonly purchaseId: string;
  /** The entry that opened it: its place in their order. */
  readonly revision: number;
  readonly credits: Amount;
  readonly fee: Amount;
  readonly total: Amount;
  readonly paymentMethod: PaymentMethod;
  readonly status: PurchaseStatus;
  readonly openedAt: Instant;
  /** When it came to its status, where that is one that it stays in or is reversed from. */
  readonly settledAt: Instant | null;
  readonly approvedBy: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
};

const openedWith = (status: PurchaseStatus) => (row: PurchaseRow) =>
  row.status === status ? milliseconds(row.openedAt) : null;

/** Rows are keyed by `worklistKey`. An index for each status, by the time of opening. */
export const purchases: Projection<PurchaseRow, never> = {
  of: 'account',
  name: 'purchases',
  version: 1,
  keys(event) {
    const step = meaningOf(STEPS, event);
    return step ? [worklistKey(step.purchaseId)] : [];
  },
  evolve(rows, event) {
    const step = meaningOf(STEPS, event);
    if (step === null) return {};
    const { purchaseId, opened, ...change } = step;
    const key = worklistKey(purchaseId);
    const row = opened ?? rows.get(key);
    invariant(row !== undefined, `Purchase ${purchaseId} was opened before it is settled`);
    return { rows: new Map([[key, { ...row, ...change }]]) };
  },
  indexes: {
    pending: openedWith('pending'),
    approved: openedWith('approved'),
    completed: openedWith('completed'),
    failed: openedWith('failed'),
    rejected: openedWith('rejected'),
    reversed: openedWith('reversed'),
  } satisfies Record<PurchaseStatus, unknown>,
};

/** What an entry makes of a purchase; `opened` where it begins with it. */
type Step = { readonly purchaseId: string } & Partial<Pick<PurchaseRow, 'status' | 'settledAt' | 'approvedBy'>> & {
    readonly opened?: PurchaseRow;
  };

const settled =
  (status: PurchaseStatus) =>
  ({
    data: { purchaseId },
    recordedAt,
  }: EntryOf<'PurchaseCompleted' | 'PurchaseFailed' | 'PurchaseRejected' | 'PurchaseReversed'>): Step => ({
    purchaseId,
    status,
    settledAt: recordedAt,
  });

const STEPS: Meanings<Step> = {
  PurchaseOpened: ({ data, revision, recordedAt }) => ({
    purchaseId: data.purchaseId,
    opened: {
      purchaseId: data.purchaseId,
      revision,
      credits: data.amount,
      fee: data.fee,
      total: data.total,
      paymentMethod: data.paymentMethod,
      status: 'pending',
      openedAt: recordedAt,
      settledAt: null,
      approvedBy: null,
      metadata: data.metadata ?? null,
    },
  }),
  PurchaseApproved: ({ data: { purchaseId, paid }, origin, recordedAt }) => ({
    purchaseId,
    approvedBy: nameOfActor(origin.actor),
    ...(paid ? { status: 'completed', settledAt: recordedAt } : { status: 'approved' }),
  }),
  PurchaseCompleted: settled('completed'),
  PurchaseFailed: settled('failed'),
  PurchaseRejected: settled('rejected'),
  PurchaseReversed: settled('reversed'),
  AccountOpened: 'none',
  AccountSettingsChanged: 'none',
  AccountClosed: 'none',
  PromoGranted: 'none',
  PromoVoided: 'none',
  BucketActivated: 'none',
  BucketExpired: 'none',
  BucketExpiryReversed: 'none',
  AutoRechargeConfigured: 'none',
  AutoRechargeDisabled: 'none',
  AlertRaised: 'none',
  CreditsReturned: 'none',
  UsageCharged: 'none',
  UsageRefunded: 'none',
  PlanChosen: 'none',
  PlanTermsChanged: 'none',
  AllowanceRefreshed: 'none',
  OverdraftRepaid: 'none',
  ResourceStarted: 'none',
  ResourceStopped: 'none',
  GraceStarted: 'none',
  GraceEnded: 'none',
  ServiceTerminated: 'none',
  ServiceRestored: 'none',
  WithdrawalRequested: 'none',
  WithdrawalApproved: 'none',
  WithdrawalRejected: 'none',
  WithdrawalPaid: 'none',
  PaymentPended: 'none',
  PendingPaymentSettled: 'none',
  PendingPaymentFailed: 'none',
  HoldPlaced: 'none',
  HoldCaptured: 'none',
  HoldReleased: 'none',
  HoldExpired: 'none',
};
