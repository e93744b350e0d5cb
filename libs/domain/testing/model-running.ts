/** The model's reading of rules 2.6, 6.12, 6.13 and 7.2: what running resources cost, and when it has to be charged. */
import { use } from './model-plans.js';
import { covers, inOrder } from './model-buckets.js';
import {
  type Model,
  type ModelBucket,
  type ModelResource,
  type Part,
  type Units,
  settingsOf,
  units,
  write,
} from './model-state.js';

const HOUR = 3_600_000;

/** In the order in which they are charged: what the same credits pay for together, otherwise the first started first. */
function costing(model: Model): ModelResource[] {
  const running = model.resources.filter((each) => each.running && each.accessible && each.rate > 0n);
  const first = (one: ModelResource) =>
    running.findIndex((each) => each.product === one.product && each.gpu === one.gpu);
  return running.sort((a, b) => a.place - b.place).sort((a, b) => first(a) - first(b));
}

/** All that it cost up to then, rounded once, less what was charged. */
const cost = ({ rate, accessible, servedMs, chargedTo, charged }: ModelResource, at: number): Units =>
  !accessible || at <= chargedTo ? 0n : (rate * BigInt(servedMs + at - chargedTo) + 1_800_000n) / 3_600_000n - charged;

export const costsNothing = (model: Model): boolean => costing(model).length === 0;

export const accrued = (model: Model, at: number): Units =>
  costing(model).reduce((total, resource) => total + cost(resource, at), 0n);

/** Nothing that lapsed comes back; the last millisecond is when it was used. */
function payers(model: Model, resource: ModelResource, at: number): ModelBucket[] {
  const usage = { product: resource.product, ...(resource.gpu !== null && { gpu: resource.gpu }) };
  return inOrder(model.buckets).filter(
    (bucket) =>
      bucket.remaining > 0n &&
      !bucket.pending &&
      (bucket.kind === 'prepaid' || ((bucket.until === null || bucket.until > at - 1) && covers(bucket.scope, usage))),
  );
}

export function chargeOne(model: Model, resource: ModelResource, at: number): void {
  const amount = cost(resource, at);
  if (amount <= 0n) return;
  let rest = amount;
  const parts: Part[] = [];
  for (const bucket of payers(model, resource, at)) {
    const pays = rest < bucket.remaining ? rest : bucket.remaining;
    if (pays === 0n) continue;
    bucket.remaining -= pays;
    rest -= pays;
    use(model, bucket, at - 1);
    parts.push({ bucketId: bucket.id, amount: pays });
  }
  write(model, { type: 'UsageCharged', change: -amount, overdraft: rest, parts });
  resource.charged += amount;
  pass(resource, at);
  model.charges.push({
    id: `tx-${model.tag}-${model.revision}`,
    revision: model.revision,
    amount,
    refunded: 0n,
    debt: rest,
    payers: parts.map((part) => ({ ...part, returned: 0n })),
    takenBack: false,
    running: true,
    usage: { product: resource.product, ...(resource.gpu !== null && { gpu: resource.gpu }) },
  });
  model.wentOut = true;
}

export function chargeAll(model: Model, at: number): void {
  for (const resource of costing(model)) chargeOne(model, resource, at);
}

/** It has served up to then. */
export function pass(resource: ModelResource, at: number): void {
  resource.servedMs += at - resource.chargedTo;
  resource.chargedTo = at;
}

/** What no credits would pay for if all of it were charged. */
export function unpaid(model: Model, at: number): Units {
  const buckets = model.buckets.filter(({ remaining }) => remaining > 0n).map((bucket) => ({ ...bucket }));
  const resources = model.resources.map((resource) => ({ ...resource }));
  const plan = model.plan && { ...model.plan };
  const trial = { ...model, plan, buckets, resources, entries: [], charges: [] as Model['charges'] };
  chargeAll(trial, at);
  return trial.charges.reduce((total, { debt }) => total + debt, 0n);
}

export function isOverLimit(model: Model, at: number): boolean {
  const { onZero, overdraftLimit } = settingsOf(model);
  const limit = model.payg && onZero === 'grace' ? units(overdraftLimit) : 0n;
  const owed = model.charges.reduce((total, { running, debt }) => (running ? total + debt : total), 0n);
  return owed + unpaid(model, at) > limit;
}

type CostDue = { kind: 'usedUp' | 'period' | 'overLimit'; at: number; resource: ModelResource | null };

export function costsDue(model: Model): CostDue[] {
  const resources = costing(model);
  if (resources.length === 0) return [];
  const due = resources.map((resource): CostDue => {
    const hours = Math.floor((resource.chargedTo - resource.started) / HOUR) + 1;
    const at = resource.started + hours * HOUR;
    return { kind: 'period', at: cost(resource, at) > 0n ? at : at + HOUR, resource };
  });
  const since = Math.max(...resources.map(({ chargedTo }) => chargedTo));
  const end = Math.min(...due.map(({ at }) => at));
  const holds = (at: number) => (model.status === 'active' ? unpaid(model, at) > 0n : isOverLimit(model, at));
  if (!holds(end)) return due;
  let [low, high] = [since, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  due.push({ kind: model.status === 'active' ? 'usedUp' : 'overLimit', at: low, resource: null });
  return due;
}
