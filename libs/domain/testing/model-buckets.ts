/** The model's buckets: what can be spent of them, and in which order (rules 3.1, 3.2). */
import type { Scope } from '../account/events.js';
import type { Cycle, Model, ModelBucket, Units } from './model-state.js';

export const spendable = (bucket: ModelBucket, at: number): boolean =>
  !bucket.pending && bucket.remaining > 0n && (bucket.until === null || at < bucket.until);

export function available(model: Model, at: number): Units {
  let total = 0n;
  for (const bucket of model.buckets) if (spendable(bucket, at)) total += bucket.remaining;
  return total;
}

export function bucketOf(model: Model, id: string): ModelBucket {
  const bucket = model.buckets.find((each) => each.id === id);
  if (!bucket) throw new Error(`the model lost bucket ${id}`);
  return bucket;
}

const NEVER = Number.MAX_SAFE_INTEGER;

/** Rules 3.1, 3.2: tier by tier, in each the earlier expiry, then the earlier grant. */
export function inOrder(buckets: ModelBucket[]): ModelBucket[] {
  const expiring = (bucket: ModelBucket) => bucket.until !== null;
  const promo = (isExpiring: boolean, isScoped: boolean) => (bucket: ModelBucket) =>
    bucket.kind === 'promo' && expiring(bucket) === isExpiring && (bucket.scope !== null) === isScoped;
  const tiers = [
    (bucket: ModelBucket) => bucket.kind === 'allowance',
    promo(true, true),
    promo(true, false),
    promo(false, true),
    promo(false, false),
    (bucket: ModelBucket) => bucket.kind === 'prepaid',
  ];
  return tiers.flatMap((tier) =>
    buckets.filter(tier).sort((a, b) => (a.until ?? NEVER) - (b.until ?? NEVER) || a.place - b.place),
  );
}

export function covers(scope: Scope | null, usage: { product: string; model?: string; gpu?: string }): boolean {
  if (!scope) return true;
  if (scope.products && !scope.products.includes(usage.product)) return false;
  if (scope.models && !(usage.model !== undefined && scope.models.includes(usage.model))) return false;
  if (scope.gpus && !(usage.gpu !== undefined && scope.gpus.includes(usage.gpu))) return false;
  return true;
}

const lengthOf = ({ hours }: Cycle): number => hours * 3_600_000;
export const cycleStart = (cycle: Cycle, at: number): number =>
  cycle.from + Math.max(0, Math.floor((at - cycle.from) / lengthOf(cycle))) * lengthOf(cycle);
export const cycleEnd = (cycle: Cycle, at: number): number => cycleStart(cycle, at) + lengthOf(cycle);

/** What could pay for the usage: prepaid of any time; promo that was in force when it happened, lapsed since or not. */
export function mayPay(
  model: Model,
  usage: { product: string; model?: string; gpu?: string },
  usedAt: number,
  at = usedAt,
): ModelBucket[] {
  return inOrder(model.buckets).filter((bucket) => {
    if (bucket.pending || bucket.remaining + bucket.lapsed === 0n) return false;
    if (bucket.kind === 'prepaid') return true;
    const from = bucket.cycle?.stands ? cycleStart(bucket.cycle, at) : bucket.from;
    if (from > usedAt || (bucket.until !== null && bucket.until <= usedAt)) return false;
    return covers(bucket.scope, usage);
  });
}
