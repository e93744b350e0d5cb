import { ZERO } from '../../money.js';
import { take } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import type { Account } from '../state.js';
import type { PaymentEvent, PaymentPended } from './events.js';

export const settlementOf = (pendedRevision: number): string => `settlement of ${pendedRevision}`;

export const paymentEvents = {
  PaymentPended: {
    fold: pended,
    makes: ({ transactionId }) => [transactionId],
    rowsIn: ['transactions'],
    takesCredits: false,
  },
  PendingPaymentSettled: {
    fold: (account, { data, recordedAt }) => without(take(account, data.allocation, recordedAt), data.transactionId),
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'notifications', 'allowances', 'burnRate', 'usage', 'outcomes'],
    takesCredits: true,
    marks: ({ pendedRevision }) => ({ mark: settlementOf(pendedRevision) }),
    charges: ({ revision, effectiveAt, data }) => [{ ...data, revision, effectiveAt, overdraft: ZERO }],
  },
  PendingPaymentFailed: {
    fold: (account, { data }) => without(account, data.transactionId),
    makes: nothing,
    rowsIn: ['transactions', 'notifications', 'outcomes'],
    takesCredits: false,
    beginsDueFact: ({ cause }) => cause === 'expired',
  },
} satisfies EventTable<PaymentEvent>;

function pended(account: Account, { data, revision }: PaymentPended): Account {
  const { pricing: _, description: __, metadata: ___, ...payment } = data;
  return { ...account, pendingPayments: [...account.pendingPayments, { ...payment, revision }] };
}

function without(account: Account, transactionId: string): Account {
  return {
    ...account,
    pendingPayments: account.pendingPayments.filter((payment) => payment.transactionId !== transactionId),
  };
}
