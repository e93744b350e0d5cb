/** Purchased credits are paid out again. */
import { invariant } from '../../errors.js';
import type { Event } from '../../messages.js';
import type { Amount } from '../../money.js';
import { give, take } from '../bucket-changes.js';
import type { AllocationLine, Reason } from '../credits.js';
import { type EventTable, nothing } from '../event-record.js';
import { without } from '../state.js';

export type Withdrawal = { readonly withdrawalId: string; readonly amount: Amount; readonly destination: string };

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

export type WithdrawalEvent = WithdrawalRequested | WithdrawalApproved | WithdrawalRejected | WithdrawalPaid;

export type OpenWithdrawal = {
  readonly amount: Amount;
  readonly destination: string;
  readonly allocation: readonly AllocationLine[];
  readonly status: 'requested' | 'approved';
  readonly requestedBy: string;
};

export const withdrawalEvents = {
  WithdrawalRequested: {
    fold(account, { data, origin, recordedAt }) {
      const { withdrawalId, ...withdrawal } = data;
      const requested = { ...withdrawal, status: 'requested' as const, requestedBy: origin.actor.key };
      const paid = take(account, withdrawal.allocation, recordedAt);
      return { ...paid, withdrawals: { ...account.withdrawals, [withdrawalId]: requested } };
    },
    makes: ({ withdrawalId }) => [withdrawalId],
    rowsIn: ['movements', 'transactions', 'notifications', 'withdrawals'],
    takesCredits: true,
  },
  WithdrawalApproved: {
    fold(account, { data: { withdrawalId } }) {
      const withdrawal = account.withdrawals[withdrawalId];
      invariant(withdrawal !== undefined, 'An approved withdrawal was requested');
      return {
        ...account,
        withdrawals: { ...account.withdrawals, [withdrawalId]: { ...withdrawal, status: 'approved' } },
      };
    },
    makes: nothing,
    rowsIn: ['notifications', 'withdrawals'],
    takesCredits: false,
  },
  WithdrawalRejected: {
    fold: (account, { data, revision, recordedAt }) => ({
      ...give(account, data.allocation, revision, recordedAt),
      withdrawals: without(account.withdrawals, data.withdrawalId),
    }),
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'notifications', 'withdrawals', 'outcomes'],
    takesCredits: false,
  },
  WithdrawalPaid: {
    fold: (account, { data }) => ({ ...account, withdrawals: without(account.withdrawals, data.withdrawalId) }),
    makes: nothing,
    rowsIn: ['movements', 'notifications', 'withdrawals', 'outcomes'],
    takesCredits: false,
  },
} satisfies EventTable<WithdrawalEvent>;
