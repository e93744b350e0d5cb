/** The model's reading of rules 6.1 to 6.11: repayment, grace, termination, and of rules 2.31 to 2.33: what falls due, in which order. */
import { alert, credits, turn } from './model-alerts.js';
import { endHold } from './model-holds.js';
import { choose, refresh, use } from './model-plans.js';
import { recharge } from './model-recharge.js';
import { accrued, chargeAll, chargeOne, costsDue, costsNothing, isOverLimit, pass, unpaid } from './model-running.js';
import {
  type Model,
  type ModelBucket,
  type ModelHold,
  type ModelPayment,
  ModelRefusal,
  type ModelResource,
  type Part,
  type Units,
  available,
  bucketOf,
  covers,
  inOrder,
  mayPay,
  overdraft,
  settingsOf,
  spendable,
  write,
} from './model-state.js';

/** What is free repays the oldest debt first: prepaid and unscoped promo any, an allowance that of usage it may pay. */
function repay(model: Model, at: number): void {
  const free = inOrder(model.buckets.filter((bucket) => repays(bucket) && spendable(bucket, at)));
  const parts: Part[] = [];
  for (const charge of model.charges) {
    for (const bucket of free) {
      const amount = charge.debt < bucket.remaining ? charge.debt : bucket.remaining;
      if (amount === 0n || !mayRepay(bucket, charge)) continue;
      use(model, bucket, at);
      charge.debt -= amount;
      bucket.remaining -= amount;
      charge.payers.push({ bucketId: bucket.id, amount, returned: 0n });
      parts.push({ bucketId: bucket.id, amount });
    }
  }
  if (parts.length > 0) write(model, { type: 'OverdraftRepaid', change: 0n, parts });
}

/** The oldest pending payment first, as long as what may pay for each covers it. */
function settle(model: Model, at: number): void {
  for (const payment of model.payments.filter(({ open }) => open)) {
    const payers = mayPay(model, payment.usage, at);
    if (payers.reduce((sum, { remaining }) => sum + remaining, 0n) < payment.amount) return;
    let rest = payment.amount;
    const parts: Part[] = [];
    for (const bucket of payers) {
      const amount = rest < bucket.remaining ? rest : bucket.remaining;
      if (amount === 0n) continue;
      bucket.remaining -= amount;
      rest -= amount;
      use(model, bucket, at);
      parts.push({ bucketId: bucket.id, amount });
    }
    payment.open = false;
    write(model, { type: 'PendingPaymentSettled', change: -payment.amount, parts });
    model.charges.push({
      id: payment.id,
      revision: model.revision,
      amount: payment.amount,
      refunded: 0n,
      debt: 0n,
      payers: parts.map((part) => ({ ...part, returned: 0n })),
      takenBack: false,
      running: false,
      usage: null,
    });
    model.wentOut = true;
  }
}

function failPayment(model: Model, payment: ModelPayment): void {
  payment.open = false;
  write(model, { type: 'PendingPaymentFailed', change: 0n });
}

/** What follows at the end of a decision: repayment, settlement, then one judgement of grace, termination and restoring. */
function endOfDecision(model: Model, at: number): void {
  repay(model, at);
  settle(model, at);
  const owes = overdraft(model) > 0n;
  const has = available(model, at) > 0n;
  const running = model.resources.some((resource) => resource.running);
  if (model.status === 'active') {
    if (model.wentOut && (owes || (running && !has))) startGrace(model, at);
  } else if (model.status === 'grace') {
    if (owes || (running && !has)) return;
    model.status = 'active';
    model.deadline = null;
    write(model, { type: 'GraceEnded', change: 0n });
  } else if (model.status === 'suspended') {
    if (owes || (running && !has)) return;
    model.status = 'active';
    for (const resource of model.resources) {
      if (resource.running && !resource.accessible) resource.chargedTo = at;
      resource.accessible = true;
    }
    write(model, { type: 'ServiceRestored', change: 0n });
  }
}

function startGrace(model: Model, at: number): void {
  if (settingsOf(model).onZero === 'terminate') return terminate(model, at);
  model.status = 'grace';
  model.deadline = at + settingsOf(model).graceWindowSeconds * 1000;
  write(model, { type: 'GraceStarted', change: 0n });
}

/**
 * Something happens to the account, and what follows from it. Accrued cost comes first (rule 7.3): where too little would
 * be left for it, or it could not have happened, all that runs is charged before.
 */
export function decision(
  model: Model,
  at: number,
  happens: () => void,
  { effective = at, isBeforeTermination = false } = {},
): void {
  if (costsNothing(model)) return plainDecision(model, at, happens, effective);
  const before = structuredClone(model);
  let refusal: ModelRefusal | null = null;
  try {
    plainDecision(model, at, happens, effective);
  } catch (problem) {
    if (!(problem instanceof ModelRefusal)) throw problem;
    refusal = problem;
  }
  const isFirst =
    accrued(before, at) > 0n && (refusal !== null || leavesTooLittle(before, model, at, isBeforeTermination));
  if (!isFirst) {
    if (refusal) throw refusal;
    return;
  }
  Object.assign(model, before);
  plainDecision(model, at, () => chargeAll(model, at));
  plainDecision(model, at, happens, effective);
}

function leavesTooLittle(before: Model, model: Model, at: number, isBeforeTermination: boolean): boolean {
  if (model.status === 'suspended') return before.status !== 'suspended';
  if (model.cameIn && !isBeforeTermination) return true;
  if (
    JSON.stringify(model.settings) !== JSON.stringify(before.settings) &&
    overdraft(model) > 0n &&
    isOverLimit(model, at)
  )
    return true;
  const open = unpaid(model, at);
  return open > 0n && (model.status === 'active' || model.wentOut || open > unpaid(before, at));
}

/** An end of service is what it is: nothing follows. */
function plainDecision(model: Model, at: number, happens: () => void, effective = at): void {
  const { status, entries } = model;
  const before = entries.length;
  const was = credits(model);
  model.wentOut = false;
  model.cameIn = false;
  model.rechargeFailed = false;
  happens();
  if (entries.length === before) return;
  if (model.status === status) endOfDecision(model, at);
  recharge(model, at, effective);
  alert(model, was);
  turn(model, was);
}

type Debt = Pick<Model['charges'][number], 'debt' | 'usage'>;

/** What would repay the debts that there are and one more. */
export function freeToRepay(model: Model, at: number, more: Debt): Units {
  let free = 0n;
  for (const bucket of model.buckets.filter((each) => repays(each) && spendable(each, at))) {
    let owed = 0n;
    for (const each of [...model.charges, more]) if (mayRepay(bucket, each)) owed += each.debt;
    free += bucket.kind === 'allowance' && owed < bucket.remaining ? owed : bucket.remaining;
  }
  return free;
}

const repays = (bucket: ModelBucket): boolean =>
  bucket.kind === 'prepaid' || (bucket.kind === 'promo' && bucket.scope === null) || bucket.cycle?.stands === true;

const mayRepay = ({ kind, scope }: ModelBucket, { usage }: Debt): boolean =>
  kind !== 'allowance' || (usage !== null && covers(scope, usage));

function terminate(model: Model, at: number): void {
  chargeAll(model, at);
  model.status = 'suspended';
  model.deadline = null;
  for (const resource of model.resources) {
    if (resource.running) pass(resource, at);
    if (resource.kind !== 'storage') resource.running = false;
    resource.accessible = false;
  }
  write(model, { type: 'ServiceTerminated', change: 0n });
  for (const payment of model.payments) if (payment.open) failPayment(model, payment);
}

export type Due = {
  kind:
    | 'plan end'
    | 'refresh'
    | 'effective'
    | 'usedUp'
    | 'period'
    | 'hold'
    | 'expiry'
    | 'payment'
    | 'overLimit'
    | 'grace'
    | 'notice';
  at: number;
  bucket?: ModelBucket;
  hold?: ModelHold;
  payment?: ModelPayment;
  resource?: ModelResource | null;
};

/** Rule 2.33: a top-up that comes later is decided before it. */
export const endsService = (model: Model, { kind }: Due): boolean =>
  kind === 'grace' || kind === 'overLimit' || (kind === 'usedUp' && settingsOf(model).onZero === 'terminate');

/** All that will fall due, in the order in which it does. */
export function allDue(model: Model): Due[] {
  if (model.status === 'closed') return [];
  const due: Due[] = [];
  for (const bucket of model.buckets) {
    if (bucket.pending) due.push({ kind: 'effective', at: bucket.from, bucket });
    else if (bucket.until !== null && bucket.remaining > 0n) {
      due.push({ kind: 'expiry', at: bucket.until, bucket });
      for (const at of bucket.notices) due.push({ kind: 'notice', at, bucket });
    }
  }
  for (const hold of model.holds) if (hold.open) due.push({ kind: 'hold', at: hold.until, hold });
  due.push(...costsDue(model));
  if (model.deadline !== null) due.push({ kind: 'grace', at: model.deadline });
  const { plan } = model;
  if (plan && plan.until !== null) due.push({ kind: 'plan end', at: plan.until });
  if (plan && plan.refreshAt !== null) due.push({ kind: 'refresh', at: plan.refreshAt });
  for (const payment of model.payments) if (payment.open) due.push({ kind: 'payment', at: payment.fails, payment });
  const rank = [
    'plan end',
    'refresh',
    'effective',
    'usedUp',
    'period',
    'hold',
    'expiry',
    'payment',
    'overLimit',
    'grace',
    'notice',
  ];
  const place = ({ bucket, hold, payment, resource }: Due) => (bucket ?? hold ?? payment ?? resource)?.place ?? 0;
  return due.sort((a, b) => a.at - b.at || rank.indexOf(a.kind) - rank.indexOf(b.kind) || place(a) - place(b));
}

export function applyDue(model: Model, due: Due): void {
  const { kind, at, resource } = due;
  if (kind === 'usedUp') plainDecision(model, at, () => chargeAll(model, at));
  else if (kind === 'period' && resource) plainDecision(model, at, () => chargeOne(model, resource, at));
  else if (kind === 'notice') plainDecision(model, at, () => recordFact(model, due));
  else if (kind === 'grace' || kind === 'overLimit') plainDecision(model, at, () => terminate(model, at));
  else decision(model, at, () => recordFact(model, due));
}

function recordFact(model: Model, due: Due): void {
  const { kind, at } = due;
  const payment = model.payments.find(({ id }) => id === due.payment?.id);
  if (payment) return failPayment(model, payment);
  const hold = model.holds.find(({ id }) => id === due.hold?.id);
  if (hold) return endHold(model, hold, 'HoldExpired', at);
  if (kind === 'plan end') return choose(model, 'standard', null, null, at);
  if (kind === 'refresh') return refresh(model, at);
  if (!due.bucket) throw new Error('the model lost a bucket');
  const bucket = bucketOf(model, due.bucket.id);
  if (kind === 'effective') {
    bucket.pending = false;
    model.cameIn = true;
    write(model, { type: 'BucketActivated', change: bucket.remaining });
    return;
  }
  if (kind === 'notice') {
    bucket.notices.shift();
    write(model, { type: 'AlertRaised', change: 0n, parts: [{ bucketId: bucket.id, amount: bucket.remaining }] });
    return;
  }
  if (bucket.remaining === 0n) return;
  write(model, { type: 'BucketExpired', change: -bucket.remaining });
  bucket.lapsed += bucket.remaining;
  bucket.remaining = 0n;
  model.wentOut = true;
}
