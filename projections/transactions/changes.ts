/** What each event means to an account's owner: lines of the history that are opened, settled or written at once. */
import type { Entry } from '#domain/account/entries.js';
import type { Charge, ChargeLine, EventData, TakenBack } from '#domain/account/events.js';
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { nameOfActor } from '#domain/messages.js';
import { type Amount, ZERO, isZero, negate } from '#domain/money.js';
import { type Transaction, splits } from './transaction.js';

/** A line but for its place and its amount, which the entry gives it, and its status. */
export type Draft = Pick<Transaction, 'type' | 'description'> &
  Partial<
    Pick<
      Transaction,
      | 'transactionId'
      | 'service'
      | 'invoiceUrl'
      | 'paymentMethod'
      | 'approvedBy'
      | 'allocation'
      | 'overdraft'
      | 'resourceId'
      | 'metadata'
    >
  >;

type Used = Omit<Charge, 'revision' | 'effectiveAt'> & Pick<ChargeLine, 'description' | 'metadata'>;

/** `subject` is the purchase or bucket that a line waits for. What is written or completed has the entry's own amount. */
export type Change =
  | { readonly kind: 'write'; readonly draft: Draft }
  /** Moves nothing yet; the amount is what it will move. */
  | { readonly kind: 'open'; readonly subject: string; readonly amount: Amount; readonly draft: Draft }
  | { readonly kind: 'complete'; readonly subject: string; readonly draft: Partial<Draft> }
  | { readonly kind: 'fail'; readonly subject: string }
  /** As `fail` where the subject is open, as `write` where it is not. */
  | { readonly kind: 'fail or write'; readonly subject: string; readonly draft: Draft }
  | { readonly kind: 'fail all' };

/** A charge comes by itself (`entriesOf`). */
export const changesOf = (entry: Entry): readonly Change[] => meaningOf(CHANGES, entry) ?? [];

const write = (draft: Draft): readonly Change[] => [{ kind: 'write', draft }];

const CHANGES: Meanings<'transactions', readonly Change[]> = {
  PromoGranted({ data: { bucketId, amount, source, code, reason }, effectiveAt, recordedAt }) {
    const kind = code === undefined ? source.replace('_', ' ') : `promo code ${code}`;
    const description = reason ?? `Promotional credits (${kind})`;
    const draft: Draft = { type: 'promo', description, allocation: [{ bucketId, kind: 'promo', amount }] };
    return effectiveAt > recordedAt ? [{ kind: 'open', subject: bucketId, amount, draft }] : write(draft);
  },
  BucketActivated: ({ data: { bucketId } }) => [{ kind: 'complete', subject: bucketId, draft: {} }],
  PromoVoided({ data }) {
    const { bucketId, amount, reason = 'Promotional credits voided' } = data;
    // A bonus of which nothing was left when its purchase was taken back.
    if (isZero(amount)) return [];
    return [{ kind: 'fail or write', subject: bucketId, draft: lapse({ ...data, kind: 'promo' }, reason) }];
  },
  BucketExpired: ({ data }) => write(lapse(data, LAPSES[data.cause])),
  BucketExpiryReversed({ data: { bucketId, kind, amount, cause } }) {
    const description =
      cause === 'resumed'
        ? 'Allowance of a plan that was chosen again'
        : 'Expired credits back for usage from before their expiry';
    return write({ type: 'adjustment', description, allocation: [{ bucketId, kind, amount }] });
  },
  AllowanceRefreshed({ data: { bucketId, plan, amount } }) {
    if (isZero(amount)) return [];
    const allocation = [{ bucketId, kind: 'allowance', amount }] as const;
    return write({ type: 'allowance', description: `Allowance of plan ${plan}`, allocation });
  },
  PurchaseOpened: ({ data }) => [{ kind: 'open', subject: data.purchaseId, amount: data.amount, draft: deposit(data) }],
  PurchaseApproved: ({ data, origin }) => [completed(data, { approvedBy: nameOfActor(origin.actor) })],
  PurchaseCompleted: ({ data }) => (data.isGranted ? [] : [completed(data)]),
  PurchaseRejected: ({ data }) => [{ kind: 'fail', subject: data.purchaseId }],
  PurchaseFailed: ({ data }) => [
    data.takenBack ? takenBack(data, data.takenBack) : { kind: 'fail', subject: data.purchaseId },
  ],
  PurchaseReversed: ({ data }) => [takenBack(data, data.takenBack)],
  CreditsReturned({ data: { bucketId, amount, product, reason } }) {
    const allocation = [{ bucketId, kind: 'prepaid', amount }] as const;
    return write({ type: 'refund', description: reason, service: product, allocation });
  },
  UsageCharged: ({ data }) => data.lines.map((line) => ({ kind: 'write', draft: usage(line) })),
  UsageRefunded: ({ data }) => write(refund(data)),
  HoldPlaced: ({ data }) => write(held(data, data.description ?? 'Credits held')),
  HoldReleased: ({ data }) =>
    write(held(data, data.cause === 'captured' ? 'Rest of a hold released' : 'Hold released')),
  HoldExpired: ({ data }) => write(held(data, 'Hold expired')),
  HoldCaptured: ({ data }) => write(usage({ ...data, overdraft: ZERO })),
  PaymentPended({ data }) {
    const draft = usage({ ...data, allocation: [], overdraft: ZERO });
    return [{ kind: 'open', subject: data.transactionId, amount: negate(data.amount), draft }];
  },
  PendingPaymentSettled: ({ data: { transactionId, allocation } }) => [
    { kind: 'complete', subject: transactionId, draft: { allocation: splits(allocation) } },
  ],
  PendingPaymentFailed: ({ data }) => [{ kind: 'fail', subject: data.transactionId }],
  WithdrawalRequested: ({ data: { destination, allocation } }) =>
    write({ type: 'withdrawal', description: `Withdrawal to ${destination}`, allocation: splits(allocation) }),
  WithdrawalRejected: ({ data: { allocation, reason: description = 'Withdrawal rejected' } }) =>
    write({ type: 'withdrawal', description, allocation: splits(allocation) }),
  AccountClosed: () => [{ kind: 'fail all' }],
};

const LAPSES = {
  expired: 'Credits expired',
  ended: 'Credits given back to an ended bucket lapsed',
  released: 'Credits held of an ended bucket lapsed when they were released',
  closed: 'Credits lapsed when the account was closed',
  replaced: 'What was left of an allowance lapsed',
} as const;

const lapse = (
  { bucketId, kind, amount }: Pick<EventData<'BucketExpired'>, 'bucketId' | 'kind' | 'amount'>,
  description: string,
): Draft => ({ type: 'expiry', description, allocation: [{ bucketId, kind, amount }] });

function deposit(purchase: EventData<'PurchaseOpened'>): Draft {
  const { paymentMethod, isAutoRecharge, invoiceUrl = null, metadata = null } = purchase;
  const terms = { invoiceUrl, paymentMethod, metadata };
  const method = paymentMethod.replace('_', ' ');
  if (isAutoRecharge) return { type: 'auto_recharge', description: `Automatic recharge (${method})`, ...terms };
  const description = paymentMethod === 'request' ? 'Credits requested' : `Credits purchased (${method})`;
  return { type: 'deposit', description, ...terms };
}

const completed = (
  { purchaseId, bucketId, amount }: EventData<'PurchaseCompleted' | 'PurchaseApproved'>,
  approval: Partial<Draft> = {},
): Change => ({
  kind: 'complete',
  subject: purchaseId,
  draft: { allocation: [{ bucketId, kind: 'prepaid', amount }], ...approval },
});

/** The deposit was a line of its own when its credits came in: it stays, and this one takes it back. */
const takenBack = (
  { reason }: EventData<'PurchaseFailed' | 'PurchaseReversed'>,
  { bucketId, amount: left, overdraft }: TakenBack,
): Change => ({
  kind: 'write',
  draft: {
    type: 'adjustment',
    description: reason ?? 'Credits taken back: their purchase is not paid for',
    allocation: isZero(left) ? [] : [{ bucketId, kind: 'prepaid', amount: left }],
    overdraft: debt(overdraft),
  },
});

const debt = (amount: Amount): Amount | null => (isZero(amount) ? null : amount);

/** Nothing leaves the total while it is held. */
const held = (
  { product, resourceId, allocation }: EventData<'HoldPlaced' | 'HoldReleased' | 'HoldExpired'>,
  description: string,
): Draft => ({
  type: 'hold',
  description,
  service: product,
  allocation: splits(allocation),
  resourceId: resourceId ?? null,
});

const usage = (line: Used): Draft => ({
  type: 'usage',
  transactionId: line.transactionId,
  description: line.description ?? described(line),
  service: line.product,
  allocation: splits(line.allocation),
  overdraft: debt(line.overdraft),
  resourceId: line.resourceId ?? null,
  metadata: line.metadata ?? null,
});

function described({ product, model, resourceId, period }: Used): string {
  if (period !== undefined) return `${product}: running time of ${resourceId}`;
  return model === undefined ? product : `${product} (${model})`;
}

const refund = (data: EventData<'UsageRefunded'>): Draft => ({
  type: 'refund',
  transactionId: data.transactionId,
  description: data.reason ?? `Refund of ${data.chargeTransactionId}`,
  service: data.product,
  allocation: splits(data.allocation),
  overdraft: debt(data.overdraft),
  resourceId: data.resourceId ?? null,
});
