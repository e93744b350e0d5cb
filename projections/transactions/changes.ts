/** What each event means to an account's owner: lines of the history that are opened, settled or written at once. */
import type { Entry } from '#domain/account/entries.js';
import type { Charge, ChargeLine, EventData, TakenBack } from '#domain/account/events.js';
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
export function changesOf(event: Entry): readonly Change[] {
  switch (event.type) {
    case 'PromoGranted': {
      const { bucketId, amount, source, code, reason } = event.data;
      const kind = code === undefined ? source.replace('_', ' ') : `promo code ${code}`;
      const description = reason ?? `Promotional credits (${kind})`;
      const draft: Draft = { type: 'promo', description, allocation: [{ bucketId, kind: 'promo', amount }] };
      const isPending = event.effectiveAt > event.recordedAt;
      return isPending ? [{ kind: 'open', subject: bucketId, amount, draft }] : [{ kind: 'write', draft }];
    }
    case 'BucketActivated':
      return [{ kind: 'complete', subject: event.data.bucketId, draft: {} }];
    case 'PromoVoided': {
      const { bucketId, amount, reason = 'Promotional credits voided' } = event.data;
      // A bonus of which nothing was left when its purchase was taken back.
      if (isZero(amount)) return [];
      return [{ kind: 'fail or write', subject: bucketId, draft: lapse({ ...event.data, kind: 'promo' }, reason) }];
    }
    case 'BucketExpired':
      return [{ kind: 'write', draft: lapse(event.data, LAPSES[event.data.cause]) }];
    case 'BucketExpiryReversed': {
      const { bucketId, kind, amount, cause } = event.data;
      const description =
        cause === 'resumed'
          ? 'Allowance of a plan that was chosen again'
          : 'Expired credits back for usage from before their expiry';
      const allocation = [{ bucketId, kind, amount }];
      return [{ kind: 'write', draft: { type: 'adjustment', description, allocation } }];
    }
    case 'AllowanceRefreshed': {
      const { bucketId, plan, amount } = event.data;
      if (isZero(amount)) return [];
      const allocation = [{ bucketId, kind: 'allowance', amount }] as const;
      return [{ kind: 'write', draft: { type: 'allowance', description: `Allowance of plan ${plan}`, allocation } }];
    }
    case 'PurchaseOpened':
      return [{ kind: 'open', subject: event.data.purchaseId, amount: event.data.amount, draft: deposit(event.data) }];
    case 'PurchaseApproved':
      return [completed(event.data, { approvedBy: nameOfActor(event.origin.actor) })];
    case 'PurchaseCompleted':
      return event.data.isGranted ? [] : [completed(event.data)];
    case 'PurchaseRejected':
      return [{ kind: 'fail', subject: event.data.purchaseId }];
    case 'PurchaseFailed':
      return [
        event.data.takenBack
          ? takenBack(event.data, event.data.takenBack)
          : { kind: 'fail', subject: event.data.purchaseId },
      ];
    case 'PurchaseReversed':
      return [takenBack(event.data, event.data.takenBack)];
    case 'CreditsReturned': {
      const { bucketId, amount, product, reason } = event.data;
      const allocation = [{ bucketId, kind: 'prepaid' as const, amount }];
      return [{ kind: 'write', draft: { type: 'refund', description: reason, service: product, allocation } }];
    }
    case 'UsageCharged':
      return event.data.lines.map((line) => ({ kind: 'write', draft: usage(line) }));
    case 'UsageRefunded':
      return [{ kind: 'write', draft: refund(event.data) }];
    case 'HoldPlaced':
      return [held(event.data, event.data.description ?? 'Credits held')];
    case 'HoldReleased':
      return [held(event.data, event.data.cause === 'captured' ? 'Rest of a hold released' : 'Hold released')];
    case 'HoldExpired':
      return [held(event.data, 'Hold expired')];
    case 'HoldCaptured':
      return [{ kind: 'write', draft: usage({ ...event.data, overdraft: ZERO }) }];
    case 'PaymentPended': {
      const { transactionId, amount } = event.data;
      const draft = usage({ ...event.data, allocation: [], overdraft: ZERO });
      return [{ kind: 'open', subject: transactionId, amount: negate(amount), draft }];
    }
    case 'PendingPaymentSettled': {
      const { transactionId, allocation } = event.data;
      return [{ kind: 'complete', subject: transactionId, draft: { allocation: splits(allocation) } }];
    }
    case 'PendingPaymentFailed':
      return [{ kind: 'fail', subject: event.data.transactionId }];
    case 'WithdrawalRequested': {
      const { destination, allocation } = event.data;
      const description = `Withdrawal to ${destination}`;
      return [{ kind: 'write', draft: { type: 'withdrawal', description, allocation: splits(allocation) } }];
    }
    case 'WithdrawalRejected': {
      const { allocation, reason: description = 'Withdrawal rejected' } = event.data;
      return [{ kind: 'write', draft: { type: 'withdrawal', description, allocation: splits(allocation) } }];
    }
    case 'AccountClosed':
      return [{ kind: 'fail all' }];
    case 'AccountOpened':
    case 'AccountSettingsChanged':
    case 'PlanChosen':
    case 'PlanTermsChanged':
    case 'AutoRechargeConfigured':
    case 'AutoRechargeDisabled':
    case 'AlertRaised':
    // Debt becomes smaller by what the buckets lose: the total stays.
    case 'OverdraftRepaid':
    case 'WithdrawalApproved':
    case 'WithdrawalPaid':
    case 'ResourceStarted':
    case 'ResourceStopped':
    case 'GraceStarted':
    case 'GraceEnded':
    case 'ServiceTerminated':
    case 'ServiceRestored':
      return [];
    default:
      return event satisfies never;
  }
}

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
): Change => ({
  kind: 'write',
  draft: {
    type: 'hold',
    description,
    service: product,
    allocation: splits(allocation),
    resourceId: resourceId ?? null,
  },
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
