/** Every withdrawal that was ever asked for, and what became of it. */
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import { type Instant, nameOfActor } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { type Step, worklist } from '../worklist.js';

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

const settled =
  (status: 'rejected' | 'paid') =>
  ({ data, recordedAt }: EntryOf<'WithdrawalRejected' | 'WithdrawalPaid'>): Step<WithdrawalRow> => ({
    id: data.withdrawalId,
    changes: { status, settledAt: recordedAt },
  });

function requested({ revision, recordedAt, origin, data }: EntryOf<'WithdrawalRequested'>): Step<WithdrawalRow> {
  const { withdrawalId, amount, destination } = data;
  const by = { requestedBy: origin.actor.key, requestedAt: recordedAt, approvedBy: null, settledAt: null };
  return {
    id: withdrawalId,
    begins: { withdrawalId, revision, amount, destination, status: 'requested', ...by },
  };
}

const REVIEWS: Meanings<'withdrawals', Step<WithdrawalRow>> = {
  WithdrawalRequested: requested,
  WithdrawalApproved: ({ data, origin }) => ({
    id: data.withdrawalId,
    changes: { status: 'approved', approvedBy: nameOfActor(origin.actor) },
  }),
  WithdrawalRejected: settled('rejected'),
  WithdrawalPaid: settled('paid'),
};

export const withdrawals = worklist<WithdrawalRow, WithdrawalStatus>({
  name: 'withdrawals',
  version: 2,
  statuses: WITHDRAWAL_STATUSES,
  beganAt: ({ requestedAt }) => requestedAt,
  stepOf: (entry) => meaningOf(REVIEWS, entry),
});
