/** Every withdrawal that was ever asked for, and what became of it. Rows are keyed by withdrawal id. */
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';

export type WithdrawalRow = {
  readonly withdrawalId: string;
  /** The entry that asked for it: its place in the order of requests. */
  readonly revision: number;
  readonly amount: Amount;
  readonly destination: string;
  readonly status: 'requested' | 'approved' | 'rejected' | 'paid';
  /** Name of the API key. */
  readonly requestedBy: string;
  readonly requestedAt: Instant;
};

export const withdrawals: Projection<WithdrawalRow, never> = {
  of: 'account',
  name: 'withdrawals',
  version: 1,
  keys(event) {
    const review = meaningOf(REVIEWS, event);
    return review ? [review.withdrawalId] : [];
  },
  evolve(rows, event) {
    const review = meaningOf(REVIEWS, event);
    if (review === null) return {};
    const { withdrawalId, status, request = rows.get(withdrawalId) } = review;
    invariant(request !== undefined, `Withdrawal ${withdrawalId} was requested before it is reviewed`);
    return { rows: new Map([[withdrawalId, { ...request, status }]]) };
  },
};

/** What an entry makes of a withdrawal; `request` where it begins with it. */
type Review = Pick<WithdrawalRow, 'withdrawalId' | 'status'> & { readonly request?: Omit<WithdrawalRow, 'status'> };

const to =
  (status: WithdrawalRow['status']) =>
  ({ data: { withdrawalId } }: EntryOf<'WithdrawalApproved' | 'WithdrawalRejected' | 'WithdrawalPaid'>): Review => ({
    withdrawalId,
    status,
  });

function requested({ revision, recordedAt, origin, data }: EntryOf<'WithdrawalRequested'>): Review {
  const { withdrawalId, amount, destination } = data;
  const by = { requestedBy: origin.actor.key, requestedAt: recordedAt };
  return { withdrawalId, status: 'requested', request: { withdrawalId, revision, amount, destination, ...by } };
}

const REVIEWS: Meanings<Review> = {
  WithdrawalRequested: requested,
  WithdrawalApproved: to('approved'),
  WithdrawalRejected: to('rejected'),
  WithdrawalPaid: to('paid'),
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
  PurchaseOpened: 'none',
  PurchaseApproved: 'none',
  PurchaseRejected: 'none',
  PurchaseCompleted: 'none',
  PurchaseFailed: 'none',
  PurchaseReversed: 'none',
  AutoRechargeConfigured: 'none',
  AutoRechargeDisabled: 'none',
  CreditsReturned: 'none',
  UsageCharged: 'none',
  UsageRefunded: 'none',
  OverdraftRepaid: 'none',
  ResourceStarted: 'none',
  ResourceStopped: 'none',
  GraceStarted: 'none',
  GraceEnded: 'none',
  ServiceTerminated: 'none',
  ServiceRestored: 'none',
};
