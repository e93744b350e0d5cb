/** The model's reading of rules 2.31 to 2.33: what falls due, in which order. */
import { endHold } from './holds.js';
import { choose, refresh } from './model-plans.js';
import { chargeAll, chargeOne, costsDue } from './model-running.js';
import { decision, failPayment, plainDecision, terminate } from './model-solvency.js';
import {
  type Model,
  type ModelBucket,
  type ModelHold,
  type ModelPayment,
  type ModelResource,
  settingsOf,
  write,
} from './model-state.js';
import { bucketOf } from './model-buckets.js';

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
