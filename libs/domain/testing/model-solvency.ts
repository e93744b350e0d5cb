/** The model's reading of rules 6.1 to 6.11: repayment, grace, termination, and of rules 2.31 to 2.33: what falls due, in which order. */
import { endHold } from './model-holds.js';
import { recharge } from './model-recharge.js';
import {
  type Model,
  type ModelBucket,
  type ModelHold,
  type Part,
  type Units,
  available,
  inOrder,
  overdraft,
  settingsOf,
  spendable,
  write,
} from './model-state.js';

/** Prepaid and unscoped promo that is free repays the oldest debt first. */
function repay(model: Model, at: number): void {
  const free = inOrder(model.buckets.filter((bucket) => repays(bucket) && spendable(bucket, at)));
  const parts: Part[] = [];
  for (const charge of model.charges) {
    for (const bucket of free) {
      const amount = charge.debt < bucket.remaining ? charge.debt : bucket.remaining;
      if (amount === 0n) continue;
      charge.debt -= amount;
      bucket.remaining -= amount;
      charge.payers.push({ bucketId: bucket.id, amount, returned: 0n });
      parts.push({ bucketId: bucket.id, amount });
    }
  }
  if (parts.length > 0) write(model, { type: 'OverdraftRepaid', change: 0n, parts });
}

/** What follows at the end of a decision: repayment, then one judgement of grace, termination and restoring. */
function endOfDecision(model: Model, at: number): void {
  repay(model, at);
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
    for (const resource of model.resources) resource.accessible = true;
    write(model, { type: 'ServiceRestored', change: 0n });
  }
}

function startGrace(model: Model, at: number): void {
  if (settingsOf(model).onZero === 'terminate') return terminate(model);
  model.status = 'grace';
  model.deadline = at + settingsOf(model).graceWindowSeconds * 1000;
  write(model, { type: 'GraceStarted', change: 0n });
}

/** Something happens to the account, and what follows from it. An end of service is what it is: nothing follows. */
export function decision(model: Model, at: number, happens: () => void, effective = at): void {
  const { status, entries } = model;
  const before = entries.length;
  model.wentOut = false;
  model.rechargeFailed = false;
  happens();
  if (entries.length === before) return;
  if (model.status === status) endOfDecision(model, at);
  recharge(model, at, effective);
}

export function freeToRepay(model: Model, at: number): Units {
  let free = 0n;
  for (const bucket of model.buckets) if (repays(bucket) && spendable(bucket, at)) free += bucket.remaining;
  return free;
}

const repays = (bucket: ModelBucket): boolean =>
  bucket.kind === 'prepaid' || (bucket.kind === 'promo' && bucket.scope === null);

function terminate(model: Model): void {
  model.status = 'suspended';
  model.deadline = null;
  for (const resource of model.resources) {
    if (resource.kind !== 'storage') resource.running = false;
    resource.accessible = false;
  }
  write(model, { type: 'ServiceTerminated', change: 0n });
}

export type Due = {
  kind: 'effective' | 'hold' | 'expiry' | 'grace';
  at: number;
  bucket?: ModelBucket;
  hold?: ModelHold;
};

/** All that will fall due, in the order in which it does. */
export function allDue(model: Model): Due[] {
  if (model.status === 'closed') return [];
  const due: Due[] = [];
  for (const bucket of model.buckets) {
    if (bucket.pending) due.push({ kind: 'effective', at: bucket.from, bucket });
    else if (bucket.until !== null && bucket.remaining > 0n) due.push({ kind: 'expiry', at: bucket.until, bucket });
  }
  for (const hold of model.holds) if (hold.open) due.push({ kind: 'hold', at: hold.until, hold });
  if (model.deadline !== null) due.push({ kind: 'grace', at: model.deadline });
  const rank = { effective: 0, hold: 1, expiry: 2, grace: 3 };
  const place = ({ bucket, hold }: Due) => bucket?.place ?? hold?.place ?? 0;
  return due.sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind] || place(a) - place(b));
}

export const applyDue = (model: Model, due: Due): void => decision(model, due.at, () => recordFact(model, due));

function recordFact(model: Model, { kind, bucket, hold, at }: Due): void {
  if (kind === 'grace') return terminate(model);
  if (hold) return endHold(model, hold, 'HoldExpired', at);
  if (!bucket) throw new Error('the model lost a bucket');
  if (kind === 'effective') {
    bucket.pending = false;
    write(model, { type: 'BucketActivated', change: bucket.remaining });
    return;
  }
  write(model, { type: 'BucketExpired', change: -bucket.remaining });
  bucket.lapsed += bucket.remaining;
  bucket.remaining = 0n;
  model.wentOut = true;
}
