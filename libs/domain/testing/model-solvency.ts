/** The model's reading of spec 6: repayment, grace, termination, and of spec 2: what falls due, in which order. */
import {
  type Model,
  type ModelBucket,
  type Part,
  available,
  inOrder,
  overdraft,
  settingsOf,
  spendable,
  write,
} from './model-state.js';

/** Prepaid and unscoped promo repay the oldest debt first; then grace may be over. */
export function creditsCameIn(model: Model, at: number): void {
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
  if (overdraft(model) > 0n || available(model, at) === 0n) return;
  if (model.status === 'grace') {
    model.status = 'active';
    model.deadline = null;
    write(model, { type: 'GraceEnded', change: 0n });
  } else if (model.status === 'suspended') {
    model.status = 'active';
    for (const resource of model.resources) resource.accessible = true;
    write(model, { type: 'ServiceRestored', change: 0n });
  }
}

const repays = (bucket: ModelBucket): boolean =>
  bucket.kind === 'prepaid' || (bucket.kind === 'promo' && bucket.scope === null);

/** After a charge, an expiry, a void or a withdrawal. */
export function creditsWentOut(model: Model, at: number): void {
  if (model.status !== 'active') return;
  const debt = overdraft(model) > 0n;
  if (!debt && available(model, at) > 0n) return;
  if (!debt && !model.resources.some((resource) => resource.running)) return;
  if (settingsOf(model).onZero === 'terminate') return terminate(model);
  model.status = 'grace';
  model.deadline = at + settingsOf(model).graceWindowSeconds * 1000;
  write(model, { type: 'GraceStarted', change: 0n });
}

function terminate(model: Model): void {
  model.status = 'suspended';
  model.deadline = null;
  for (const resource of model.resources) {
    if (resource.kind === 'instance') resource.running = false;
    resource.accessible = false;
  }
  write(model, { type: 'ServiceTerminated', change: 0n });
}

export type Due = { kind: 'effective' | 'expiry' | 'grace'; at: number; bucket: ModelBucket | null };

/** All that will fall due, in the order in which it does. */
export function allDue(model: Model): Due[] {
  if (model.status === 'closed') return [];
  const due: Due[] = [];
  for (const bucket of model.buckets) {
    if (bucket.pending) due.push({ kind: 'effective', at: bucket.from, bucket });
    else if (bucket.until !== null && bucket.remaining > 0n) due.push({ kind: 'expiry', at: bucket.until, bucket });
  }
  if (model.deadline !== null) due.push({ kind: 'grace', at: model.deadline, bucket: null });
  const rank = { effective: 0, expiry: 1, grace: 2 };
  return due.sort(
    (a, b) => a.at - b.at || rank[a.kind] - rank[b.kind] || (a.bucket?.place ?? 0) - (b.bucket?.place ?? 0),
  );
}

export function applyDue(model: Model, { kind, at, bucket }: Due): void {
  if (kind === 'grace') return terminate(model);
  if (!bucket) throw new Error('the model lost a bucket');
  if (kind === 'effective') {
    bucket.pending = false;
    write(model, { type: 'BucketActivated', change: bucket.remaining });
    return creditsCameIn(model, at);
  }
  write(model, { type: 'BucketExpired', change: -bucket.remaining });
  bucket.lapsed += bucket.remaining;
  bucket.remaining = 0n;
  creditsWentOut(model, at);
}
