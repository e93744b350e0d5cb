import { invariant } from '../../errors.js';
import { give, take } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import { without } from '../state.js';
import type { WithdrawalEvent } from './events.js';

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
