/** Every withdrawal that was ever asked for, and what became of it. */
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import { invariant } from '#domain/errors.js';
import { type Instant, milliseconds, nameOfActor } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { worklistKey } from '../worklist-key.js';

export const WITHDRAWAL_STATUSES = ['requested', 'approved', 'rejected', 'paid'] as const;
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number];

export type WithdrawalRow = {
  readonly withdrawalId: string;
  /** The entry that asked for it: its place in the order of requests. */
  readonly revision: number;
  readonly amount: Amount;
  readonly destination: string;
  readonly status: WithdrawalStatus;
  /** Name of the API key. */
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly approvedBy: string | null;
  /** When it was rejected or paid. */
  readonly settledAt: Instant | null;
};

const requestedWith = (status: WithdrawalStatus) => (row: WithdrawalRow) =>
  row.status === status ? milliseconds(row.requestedAt) : null;

/** Rows are keyed by `worklistKey`. An index for each status, by the time of the request. */
export const withdrawals: Projection<WithdrawalRow, never> = {
  of: 'account',
  name: 'withdrawals',
  version: 2,
  keys(event) {
    const review = meaningOf(REVIEWS, event);
    return review ? [worklistKey(review.withdrawalId)] : [];
  },
  evolve(rows, event) {
    const review = meaningOf(REVIEWS, event);
    if (review === null) return {};
    const { withdrawalId, requested, ...change } = review;
    const key = worklistKey(withdrawalId);
    const row = requested ?? rows.get(key);
    invariant(row !== undefined, `Withdrawal ${withdrawalId} was requested before it is reviewed`);
    return { rows: new Map([[key, { ...row, ...change }]]) };
  },
  indexes: {
    requested: requestedWith('requested'),
    approved: requestedWith('approved'),
    rejected: requestedWith('rejected'),
    paid: requestedWith('paid'),
  } satisfies Record<WithdrawalStatus, unknown>,
};

/** What an entry makes of a withdrawal; `requested` where it begins with it. */
type Review = { readonly withdrawalId: string } & Partial<
  Pick<WithdrawalRow, 'status' | 'approvedBy' | 'settledAt'>
> & { readonly requested?: WithdrawalRow };

const settled =
  (status: 'rejected' | 'paid') =>
  ({ data: { withdrawalId }, recordedAt }: EntryOf<'WithdrawalRejected' | 'WithdrawalPaid'>): Review => ({
    withdrawalId,
    status,
    settledAt: recordedAt,
  });

function requested({ revision, recordedAt, origin, data }: EntryOf<'WithdrawalRequested'>): Review {
  const { withdrawalId, amount, destination } = data;
  const by = { requestedBy: origin.actor.key, requestedAt: recordedAt, approvedBy: null, settledAt: null };
  return {
    withdrawalId,
    requested: { withdrawalId, revision, amount, destination, status: 'requested', ...by },
  };
}

const REVIEWS: Meanings<Review> = {
  WithdrawalRequested: requested,
  WithdrawalApproved: ({ data: { withdrawalId }, origin }) => ({
    withdrawalId,
    status: 'approved',
    approvedBy: nameOfActor(origin.actor),
  }),
  WithdrawalRejected: settled('rejected'),
  WithdrawalPaid: settled('paid'),
  AccountOpened: 'none',
  AccountSettingsChanged: 'none',
  AccountClosed: 'none',
  PromoGranted: 'none',
  PromoVoided: 'none',
  BucketActivated: 'none',
  BucketExpired: 'none',
  BucketExpiryReversed: 'none',
  HoldPlaced: 'none',
  HoldCaptured: 'none',
  HoldReleased: 'none',
  HoldExpired: 'none',
  PaymentPended: 'none',
  PendingPaymentSettled: 'none',
  PendingPaymentFailed: 'none',
  PurchaseOpened: 'none',
  PurchaseApproved: 'none',
  PurchaseRejected: 'none',
  PurchaseCompleted: 'none',
  PurchaseFailed: 'none',
  PurchaseReversed: 'none',
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
};
