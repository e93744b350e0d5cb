/** The model's reading of spec 4, 5 and 7: what each command does, or why it is refused. */
import type { AccountCommand } from '../account/decider.js';
import type { Scope } from '../account/events.js';
import { milliseconds } from '../messages.js';
import { creditsCameIn, creditsWentOut } from './model-solvency.js';
import {
  type Model,
  type ModelBucket,
  ModelRefusal,
  type ModelPurchase,
  type Part,
  type Units,
  bucketOf,
  covers,
  inOrder,
  overdraft,
  settingsOf,
  spendable,
  units,
  write,
} from './model-state.js';

const DAY = 86_400_000;
const CENT = 10n ** 16n;

/** `at` is when the command is decided, `now` when it came: apart only beside a termination that is due (spec 2). */
type Moment = { at: number; now: number; by: string };
type Data<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>['data'];
type Rules = { [T in AccountCommand['type']]: (model: Model, data: Data<T>, moment: Moment) => void };

function refuse(code: string): never {
  throw new ModelRefusal(code);
}

const time = (at: string): number => milliseconds(at as Parameters<typeof milliseconds>[0]);

function addBucket(
  model: Model,
  bucket: Pick<ModelBucket, 'kind' | 'source' | 'scope' | 'granted' | 'from' | 'until' | 'pending' | 'paidFor'>,
  nth = 0,
): ModelBucket {
  const id = `bkt-${model.tag}-${model.revision}${nth > 0 ? `.${nth}` : ''}`;
  const place = model.revision + nth / 1000;
  const added = { ...bucket, id, place, remaining: bucket.granted, lapsed: 0n, voided: false };
  model.buckets.push(added);
  return added;
}

function grant(
  model: Model,
  {
    amount,
    scope,
    from,
    until,
    source,
  }: { amount: Units; scope: Scope | null; from: number; until: number | null; source: string },
  now: number,
): void {
  const pending = from > now;
  write(model, { type: 'PromoGranted', change: pending ? 0n : amount });
  addBucket(model, { kind: 'promo', source, scope, granted: amount, from, until, pending, paidFor: false });
}

/** The purchase is paid: its credits, its bonus, and what the first one unlocks. */
function completed(model: Model, purchase: ModelPurchase, now: number): void {
  purchase.status = 'completed';
  write(model, { type: 'PurchaseCompleted', change: purchase.amount });
  purchase.bucketId = addPrepaid(model, purchase, now, true).id;
  model.payg = true;
  addBonus(model, purchase, now);
}

function addPrepaid(model: Model, { amount, method }: ModelPurchase, now: number, paidFor: boolean): ModelBucket {
  const source = method === 'request' ? 'request' : 'purchase';
  return addBucket(model, {
    kind: 'prepaid',
    source,
    scope: null,
    granted: amount,
    from: now,
    until: null,
    pending: false,
    paidFor,
  });
}

function addBonus(model: Model, { bonus }: ModelPurchase, now: number): void {
  if (!bonus || (bonus.until !== null && bonus.until <= now)) return;
  grant(model, { ...bonus, from: now, source: 'bonus' }, now);
}

function purchaseOf(model: Model, id: string): ModelPurchase {
  const purchase = model.purchases.find((each) => each.id === id) ?? refuse('not-found');
  if (!['pending', 'approved'].includes(purchase.status)) refuse('already-settled');
  return purchase;
}

function withdrawalOf(model: Model, id: string) {
  const withdrawal = model.withdrawals.find((each) => each.id === id) ?? refuse('not-found');
  if (!['requested', 'approved'].includes(withdrawal.status)) refuse('already-settled');
  return withdrawal;
}

function costOf(cost: Data<'ChargeUsage'>['cost']): Units {
  if (typeof cost === 'string') return units(cost);
  if ('quantity' in cost) return (units(cost.quantity) * units(cost.unitPrice)) / 10n ** 18n;
  return (
    BigInt(cost.inputTokens) * units(cost.inputTokenPrice) + BigInt(cost.outputTokens) * units(cost.outputTokenPrice)
  );
}

/** What could pay for the usage: prepaid of any time; promo that was in force when it happened, lapsed since or not. */
function mayPay(model: Model, usage: Data<'ChargeUsage'>, usedAt: number): ModelBucket[] {
  return inOrder(model.buckets).filter((bucket) => {
    if (bucket.pending || bucket.remaining + bucket.lapsed === 0n) return false;
    if (bucket.kind === 'prepaid') return true;
    if (bucket.from > usedAt || (bucket.until !== null && bucket.until <= usedAt)) return false;
    return covers(bucket.scope, usage);
  });
}

export function overdraftLimit(model: Model): Units {
  if (!model.payg || settingsOf(model).onZero === 'terminate') return 0n;
  return units(settingsOf(model).overdraftLimit);
}

export const modelRules: Rules = {
  OpenAccount(model, data) {
    if (model.status !== 'unopened') refuse('already-exists');
    Object.assign(model, { accountId: data.accountId, tag: data.tag, status: 'active', settings: data.settings });
    write(model, { type: 'AccountOpened', change: 0n });
  },

  ChangeSettings(model, { settings }) {
    model.settings = { ...settingsOf(model), ...settings };
    write(model, { type: 'AccountSettingsChanged', change: 0n });
  },

  CloseAccount(model, { forfeit }, { at }) {
    const isOpen =
      overdraft(model) > 0n ||
      model.resources.some((each) => each.running) ||
      model.purchases.some((each) => each.status === 'pending' || each.status === 'approved') ||
      model.withdrawals.some((each) => each.status === 'requested' || each.status === 'approved') ||
      (!forfeit && model.buckets.some((each) => each.kind === 'prepaid' && each.remaining > 0n));
    if (isOpen) refuse('not-closable');
    for (const bucket of model.buckets) {
      if (spendable(bucket, at)) write(model, { type: 'BucketExpired', change: -bucket.remaining });
      bucket.remaining = 0n;
      bucket.pending = false;
    }
    model.status = 'closed';
    model.deadline = null;
    write(model, { type: 'AccountClosed', change: 0n });
  },

  GrantPromo(model, data, { at, now }) {
    const until = data.expiresAt ? time(data.expiresAt) : null;
    const from = Math.max(now, data.effectiveAt ? time(data.effectiveAt) : now);
    if (data.isLimited && units(data.amount) > units(settingsOf(model).supportGrantLimit))
      refuse('support-grant-limit');
    if (until !== null && until <= from) refuse('invalid');
    grant(model, { amount: units(data.amount), scope: data.scope ?? null, from, until, source: data.source }, now);
    if (from <= now) creditsCameIn(model, at);
  },

  VoidPromo(model, { bucketId }, { at }) {
    const bucket = model.buckets.find((each) => each.id === bucketId) ?? refuse('not-found');
    if (bucket.kind !== 'promo') refuse('wrong-state');
    if (bucket.remaining === 0n) refuse('nothing-to-void');
    const { pending } = bucket;
    write(model, { type: 'PromoVoided', change: pending ? 0n : -bucket.remaining });
    Object.assign(bucket, { remaining: 0n, lapsed: 0n, pending: false, voided: true });
    if (!pending) creditsWentOut(model, at);
  },

  PurchasePrepaid(model, data, { at, now }) {
    const amount = units(data.amount);
    const isFiat = data.paymentMethod === 'card' || data.paymentMethod === 'bank_transfer';
    if (amount < units(settingsOf(model).minimumPurchase)) refuse('invalid');
    if (isFiat && amount % CENT !== 0n) refuse('invalid');
    if (data.paymentMethod === 'request' && data.status === 'completed') refuse('invalid');
    if (data.bonus?.expiresAt && time(data.bonus.expiresAt) <= now) refuse('invalid');
    // 3 % in cents, half-up: the amount is whole cents, so its hundredfold is whole.
    const fee = isFiat ? (((amount / CENT) * 3n + 50n) / 100n) * CENT : 0n;
    const bonus = data.bonus && {
      amount: units(data.bonus.amount),
      until: data.bonus.expiresAt ? time(data.bonus.expiresAt) : null,
      scope: data.bonus.scope ?? null,
    };
    write(model, { type: 'PurchaseOpened', change: 0n });
    const purchase: ModelPurchase = {
      id: `pur-${model.tag}-${model.revision}`,
      amount,
      fee,
      total: amount + fee,
      method: data.paymentMethod,
      bonus: bonus ?? null,
      status: 'pending',
      bucketId: null,
    };
    model.purchases.push(purchase);
    if (data.status === 'pending') return;
    completed(model, purchase, now);
    creditsCameIn(model, at);
  },

  CompletePurchase(model, { purchaseId }, { at, now }) {
    const purchase = purchaseOf(model, purchaseId);
    if (purchase.status === 'approved') {
      purchase.status = 'completed';
      model.payg = true;
      bucketOf(model, purchase.bucketId ?? '').paidFor = true;
      write(model, { type: 'PurchaseCompleted', change: 0n });
      return;
    }
    if (purchase.method === 'request') refuse('wrong-state');
    completed(model, purchase, now);
    creditsCameIn(model, at);
  },

  FailPurchase(model, { purchaseId }) {
    const purchase = purchaseOf(model, purchaseId);
    if (purchase.method === 'request') refuse('wrong-state');
    purchase.status = 'failed';
    write(model, { type: 'PurchaseFailed', change: 0n });
  },

  ApprovePurchase(model, { purchaseId, paid }, { at, now }) {
    const purchase = purchaseOf(model, purchaseId);
    if (purchase.status === 'approved') refuse('already-settled');
    if (purchase.method !== 'request') refuse('wrong-state');
    purchase.status = paid ? 'completed' : 'approved';
    write(model, { type: 'PurchaseApproved', change: purchase.amount });
    purchase.bucketId = addPrepaid(model, purchase, now, paid).id;
    if (paid) model.payg = true;
    addBonus(model, purchase, now);
    creditsCameIn(model, at);
  },

  RejectPurchase(model, { purchaseId }) {
    const purchase = purchaseOf(model, purchaseId);
    if (purchase.status === 'approved') refuse('already-settled');
    if (purchase.method !== 'request') refuse('wrong-state');
    purchase.status = 'rejected';
    write(model, { type: 'PurchaseRejected', change: 0n });
  },

  ChargeUsage(model, data, { at, now }) {
    if (data.occurredAt && time(data.occurredAt) > now + 5000) refuse('invalid');
    if (data.occurredAt && time(data.occurredAt) < now - 3 * DAY) refuse('invalid');
    if (model.status === 'suspended' && data.mode === 'authorize') refuse('account-suspended');
    const usedAt = data.occurredAt ? Math.min(time(data.occurredAt), now) : now;
    const amount = costOf(data.cost);
    let rest = amount;
    const parts: Part[] = [];
    for (const bucket of mayPay(model, data, usedAt)) {
      const has = bucket.remaining + bucket.lapsed;
      const pays = rest < has ? rest : has;
      if (pays === 0n) continue;
      if (bucket.lapsed > 0n) write(model, { type: 'BucketExpiryReversed', change: pays });
      if (bucket.lapsed > 0n) bucket.lapsed -= pays;
      else bucket.remaining -= pays;
      parts.push({ bucketId: bucket.id, amount: pays });
      rest -= pays;
    }
    const isAllowed = rest === 0n || overdraft(model) + rest <= overdraftLimit(model);
    if (data.mode === 'authorize' && !isAllowed) refuse('insufficient-credits');
    write(model, { type: 'UsageCharged', change: -amount, overdraft: rest, parts });
    model.charges.push({
      id: `tx-${model.tag}-${model.revision}`,
      revision: model.revision,
      amount,
      refunded: 0n,
      debt: rest,
      payers: parts.map((part) => ({ ...part, returned: 0n })),
    });
    creditsWentOut(model, at);
  },

  Refund(model, data, { at, now }) {
    const charge = model.charges.find((each) => each.id === data.transactionId) ?? refuse('not-found');
    const left = charge.amount - charge.refunded;
    const amount = data.amount ? units(data.amount) : left;
    if (left === 0n || amount > left) refuse('exceeds-charge');
    charge.refunded += amount;
    const forgiven = amount < charge.debt ? amount : charge.debt;
    charge.debt -= forgiven;
    let rest = amount - forgiven;
    const parts: Part[] = [];
    for (const payer of [...charge.payers].reverse()) {
      const back = rest < payer.amount - payer.returned ? rest : payer.amount - payer.returned;
      if (back === 0n) continue;
      payer.returned += back;
      rest -= back;
      const part = parts.find((each) => each.bucketId === payer.bucketId);
      if (part) part.amount += back;
      else parts.push({ bucketId: payer.bucketId, amount: back });
    }
    write(model, { type: 'UsageRefunded', change: amount, overdraft: forgiven, parts });
    returnCredits(model, parts, now);
    creditsCameIn(model, at);
  },

  RequestWithdrawal(model, data, { at, by }) {
    let rest = units(data.amount);
    if (rest % CENT !== 0n) refuse('invalid');
    const parts: Part[] = [];
    for (const bucket of model.buckets.filter((each) => each.kind === 'prepaid' && each.paidFor)) {
      const takes = rest < bucket.remaining ? rest : bucket.remaining;
      if (takes === 0n) continue;
      bucket.remaining -= takes;
      rest -= takes;
      parts.push({ bucketId: bucket.id, amount: takes });
    }
    if (rest > 0n) refuse('not-withdrawable');
    write(model, { type: 'WithdrawalRequested', change: -units(data.amount), parts });
    const id = `wd-${model.tag}-${model.revision}`;
    model.withdrawals.push({ id, amount: units(data.amount), parts, by, status: 'requested' });
    creditsWentOut(model, at);
  },

  ApproveWithdrawal(model, { withdrawalId }, { by }) {
    const withdrawal = withdrawalOf(model, withdrawalId);
    if (withdrawal.status === 'approved') refuse('already-settled');
    if (withdrawal.by === by) refuse('four-eyes');
    withdrawal.status = 'approved';
    write(model, { type: 'WithdrawalApproved', change: 0n });
  },

  RejectWithdrawal(model, { withdrawalId }, { at }) {
    const withdrawal = withdrawalOf(model, withdrawalId);
    withdrawal.status = 'rejected';
    write(model, { type: 'WithdrawalRejected', change: withdrawal.amount, parts: withdrawal.parts });
    for (const part of withdrawal.parts) bucketOf(model, part.bucketId).remaining += part.amount;
    creditsCameIn(model, at);
  },

  PayWithdrawal(model, { withdrawalId }) {
    const withdrawal = withdrawalOf(model, withdrawalId);
    if (withdrawal.status !== 'approved') refuse('wrong-state');
    withdrawal.status = 'paid';
    write(model, { type: 'WithdrawalPaid', change: 0n });
  },

  StartResource(model, data) {
    if (model.status === 'suspended') refuse('account-suspended');
    if (model.resources.some((each) => each.id === data.resourceId && each.running)) refuse('already-exists');
    model.resources.push({ id: data.resourceId, kind: data.kind, running: true, accessible: true });
    write(model, { type: 'ResourceStarted', change: 0n });
  },

  StopResource(model, { resourceId }) {
    const resource = model.resources.find((each) => each.id === resourceId && each.running) ?? refuse('not-found');
    resource.running = false;
    write(model, { type: 'ResourceStopped', change: 0n });
  },

  RecordDue() {},
};

/** To the buckets that paid; a promo that expired since comes back as a new one, a voided one lapses at once. */
function returnCredits(model: Model, parts: Part[], now: number): void {
  const revision = model.revision;
  const lapsing: Units[] = [];
  for (const [nth, part] of parts.entries()) {
    const bucket = bucketOf(model, part.bucketId);
    if (bucket.voided || bucket.kind === 'allowance') {
      lapsing.push(part.amount);
    } else if (bucket.until !== null && bucket.until <= now) {
      const until = now + settingsOf(model).refundedPromoExpiresInDays * DAY;
      const { kind, scope } = bucket;
      const fresh = {
        kind,
        scope,
        source: 'refund',
        granted: part.amount,
        from: now,
        until,
        pending: false,
        paidFor: false,
      };
      part.bucketId = addBucket(model, fresh, nth).id;
    } else {
      bucket.remaining += part.amount;
    }
  }
  if (model.revision !== revision) throw new Error('the buckets of a refund belong to its entry');
  for (const amount of lapsing) write(model, { type: 'BucketExpired', change: -amount });
}
