/** Usage waits for credits: then it is paid, or it fails. */
import type { Event, Instant } from '../../messages.js';
import { type Amount, ZERO } from '../../money.js';
import { take } from '../bucket-changes.js';
import type { AllocationLine, Dimensions } from '../credits.js';
import { type EventTable, nothing } from '../event-record.js';
import type { Account } from '../state.js';
import type { Pricing } from '../usage/events.js';

type Payment = Dimensions & {
  readonly transactionId: string;
  /** Stated, or computed at the prices of the usage's own time. */
  readonly amount: Amount;
  readonly resourceId?: string;
};

/** Nothing is set aside for it. `effectiveAt` is when it was used. */
export type PaymentPended = Event<
  'PaymentPended',
  Payment & {
    readonly failsAt: Instant;
    readonly pricing?: Pricing;
    readonly description?: string;
    readonly metadata?: Readonly<Record<string, string>>;
  }
>;

/** `pendedRevision`: the entry that it waited from. `amount` = sum of `allocation`. */
export type PendingPaymentSettled = Event<
  'PendingPaymentSettled',
  Payment & { readonly pendedRevision: number; readonly allocation: readonly AllocationLine[] }
>;

/** `expired`: no credits came in time; `terminated`: service ended before. */
export type PendingPaymentFailed = Event<
  'PendingPaymentFailed',
  Payment & { readonly pendedRevision: number; readonly cause: 'expired' | 'terminated' }
>;

export type PaymentEvent = PaymentPended | PendingPaymentSettled | PendingPaymentFailed;

/** Usage that waits for credits; nothing is set aside for it. */
export type PendingPayment = Dimensions & {
  readonly transactionId: string;
  /** The entry that it waits from. */
  readonly revision: number;
  readonly amount: Amount;
  readonly resourceId?: string;
  readonly failsAt: Instant;
};

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
