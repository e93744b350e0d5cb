/** What an account's owner, its orchestrator and its payment service are notified of (rule 6.14), and by which entry. */
import { lastTurn, turnOf } from '../account/alerts/turns.js';
import type { Entry } from '../account/entries.js';
import type { AccountEvent } from '../account/events.js';
import { type EntryOf, type Meanings, meaningOf } from '../account/meanings.js';
import type { Instant, Turn } from '../messages.js';

export const NOTIFICATION_TYPES = [
  'credits.low',
  'credits.depleted',
  'credits.recovered',
  'credits.expiring',
  'credits.refunded',
  'grace.started',
  'service.terminated',
  'service.restored',
  'purchase.completed',
  'purchase.failed',
  'payment.settled',
  'payment.failed',
  'recharge.requested',
  'recharge.disabled',
  'withdrawal.requested',
  'withdrawal.approved',
  'withdrawal.rejected',
  'withdrawal.paid',
  'plan.ended',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** `id` is the same wherever and whenever the notification is made of its entry. `at` is business time. */
export type Notification = {
  readonly id: string;
  readonly type: NotificationType;
  readonly accountId: string;
  readonly revision: number;
  readonly at: Instant;
  /** What happened: names and amounts as the API shows them. */
  readonly what: Readonly<Record<string, unknown>>;
};

type Note = Pick<Notification, 'type' | 'what'>;

const note = (type: NotificationType, what: Readonly<Record<string, unknown>>): Note => ({ type, what });

const purchaseIn = ({
  data,
}: EntryOf<'PurchaseOpened' | 'PurchaseApproved' | 'PurchaseCompleted' | 'PurchaseFailed'>) => {
  const { purchaseId, amount: credits, fee, total, paymentMethod } = data;
  return { purchaseId, credits, fee, total, paymentMethod };
};

const paymentIn = ({ data }: EntryOf<'PendingPaymentSettled' | 'PendingPaymentFailed'>) => {
  const { transactionId, amount, product, model = null, resourceId = null } = data;
  return { transactionId, amount, product, model, resourceId };
};

const withdrawalIn = ({
  data: { withdrawalId, amount, destination },
}: EntryOf<'WithdrawalRequested' | 'WithdrawalApproved' | 'WithdrawalRejected' | 'WithdrawalPaid'>) => ({
  withdrawalId,
  amount,
  destination,
});

const NOTES: Meanings<'notifications', Note | null> = {
  PurchaseOpened: (entry) => (entry.data.isAutoRecharge ? note('recharge.requested', purchaseIn(entry)) : null),
  PurchaseApproved: (entry) => (entry.data.paid ? note('purchase.completed', purchaseIn(entry)) : null),
  PurchaseCompleted: (entry) => note('purchase.completed', purchaseIn(entry)),
  PurchaseFailed: (entry) => note('purchase.failed', purchaseIn(entry)),
  AutoRechargeDisabled: ({ data: { failures } }) => note('recharge.disabled', { failures }),
  AlertRaised: ({ data: { alert, ...what } }) => note(alert === 'low' ? 'credits.low' : 'credits.expiring', what),
  CreditsReturned: ({ data: { bucketId, amount, product, reason, externalReference = null } }) =>
    note('credits.refunded', { bucketId, amount, product, reason, externalReference }),
  UsageRefunded: ({ data: { transactionId, chargeTransactionId, amount, product, reason = null } }) =>
    note('credits.refunded', { transactionId, chargeTransactionId, amount, product, reason }),
  PlanChosen: ({ data: { cause, endedPlan = null } }) =>
    cause === 'ended' ? note('plan.ended', { plan: endedPlan }) : null,
  PendingPaymentSettled: (entry) => note('payment.settled', paymentIn(entry)),
  PendingPaymentFailed: (entry) => note('payment.failed', { ...paymentIn(entry), cause: entry.data.cause }),
  WithdrawalRequested: (entry) => note('withdrawal.requested', withdrawalIn(entry)),
  WithdrawalApproved: (entry) => note('withdrawal.approved', withdrawalIn(entry)),
  WithdrawalRejected: (entry) => note('withdrawal.rejected', withdrawalIn(entry)),
  WithdrawalPaid: (entry) => note('withdrawal.paid', withdrawalIn(entry)),
  GraceStarted: ({ data: { deadline } }) => note('grace.started', { deadline }),
  ServiceTerminated: ({ data: { instances, storage } }) => note('service.terminated', { instances, storage }),
  ServiceRestored: ({ data: { storage } }) => note('service.restored', { storage }),
};

/** Whether any of an event's entries may notify: whoever follows the log needs not look at those of the others. */
export const mayNotify = (event: AccountEvent): boolean =>
  event.type === 'EntriesJoined' || Object.hasOwn(NOTES, event.type) || lastTurn(event) !== undefined;

const TURNS: { readonly [T in Turn]: Note } = {
  depleted: note('credits.depleted', {}),
  recovered: note('credits.recovered', {}),
};

/** What an entry notifies of: by what it is, then by what the decision that ends with it has made of the credits. */
export function notificationsOf(entry: Entry, accountId: string): readonly Notification[] {
  const { revision, effectiveAt: at } = entry;
  const id = `${accountId}~${revision}`;
  const own = meaningOf(NOTES, entry) ?? null;
  const turn = turnOf(entry);
  return [
    ...(own ? [{ id, ...own, accountId, revision, at }] : []),
    ...(turn ? [{ id: `${id}~${turn}`, ...TURNS[turn], accountId, revision, at }] : []),
  ];
}
