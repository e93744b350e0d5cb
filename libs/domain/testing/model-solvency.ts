/** The model's reading of rules 6.1 to 6.11: repayment, grace, termination. */
import { alert, credits, turn } from './model-alerts.js';
import { use } from './model-plans.js';
import { recharge } from './auto-recharge.js';
import { accrued, chargeAll, costsNothing, isOverLimit, pass, unpaid } from './model-running.js';
import { available, covers, inOrder, mayPay, spendable } from './model-buckets.js';
import {
  type Model,
  type ModelBucket,
  type ModelPayment,
  ModelRefusal,
  type Part,
  type Units,
  overdraft,
  settingsOf,
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

export function failPayment(model: Model, payment: ModelPayment): void {
  payment.open = false;
  write(model, { type: 'PendingPaymentFailed', change: 0n });
}

/** What follows at the end of a decision: repayment, settlement, then one judgement of grace, termination and restoring. */
function endOfDecision(model: Model, at: number, effective: number): void {
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
      if (resource.running && !resource.accessible) resource.chargedTo = effective;
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
export function plainDecision(model: Model, at: number, happens: () => void, effective = at): void {
  const { status, entries } = model;
  const before = entries.length;
  const was = credits(model);
  model.wentOut = false;
  model.cameIn = false;
  model.rechargeFailed = false;
  happens();
  if (entries.length === before) return;
  if (model.status === status) endOfDecision(model, at, effective);
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

export function terminate(model: Model, at: number): void {
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
