/** Every withdrawal that was ever asked for, and what became of it. Rows are keyed by withdrawal id. */
import type { AccountEvent } from '#domain/account/events.js';
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

const STATUS_AFTER: Readonly<Partial<Record<AccountEvent['type'], WithdrawalRow['status']>>> = {
  WithdrawalRequested: 'requested',
  WithdrawalApproved: 'approved',
  WithdrawalRejected: 'rejected',
  WithdrawalPaid: 'paid',
};

export const withdrawals: Projection<WithdrawalRow, never> = {
  name: 'withdrawals',
  version: 1,
  keys: (event) => ('withdrawalId' in event.data ? [event.data.withdrawalId] : []),
  evolve(rows, event) {
    const status = STATUS_AFTER[event.type];
    if (status === undefined || !('withdrawalId' in event.data)) return {};
    const { withdrawalId } = event.data;
    const row = event.type === 'WithdrawalRequested' ? requested(event) : rows.get(withdrawalId);
    invariant(row !== undefined, `Withdrawal ${withdrawalId} was requested before it is reviewed`);
    return { rows: new Map([[withdrawalId, { ...row, status }]]) };
  },
};

function requested({ revision, recordedAt, origin, data }: Extract<AccountEvent, { type: 'WithdrawalRequested' }>) {
  const { withdrawalId, amount, destination } = data;
  const request = { requestedBy: origin.actor.key, requestedAt: recordedAt };
  return { withdrawalId, revision, amount, destination, status: 'requested' as const, ...request };
}
