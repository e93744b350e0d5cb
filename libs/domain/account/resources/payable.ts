/** Whether the credits that may pay for running time cover what has accrued. */
import { type Instant, shifted } from '../../messages.js';
import { type Amount, ZERO, add, compare, isPositive, isZero, min, subtract } from '../../money.js';
import { byConsumption, covers, isSpendable } from '../buckets.js';
import { inCycle } from '../plans/cycles.js';
import type { Account, Bucket, Resource } from '../state.js';
import { type RunningCosts, accruedOf, mostAccruedBy } from './running-costs.js';

/** Running time counts as used in its last millisecond: a bucket that ends at that very instant may still pay. */
export const lastUsedAt = (until: Instant): Instant => shifted(until, -1);

/**
 * What may pay for the running time of a resource up to an instant, in the order of consumption. Nothing lapsed comes back;
 * time before a bucket came in was charged when it did (accrued-first.ts).
 */
export function payersOf(
  { buckets }: Pick<Account, 'buckets'>,
  { product, gpu }: Pick<Resource, 'product'> & { readonly gpu?: string | undefined },
  until: Instant,
): Bucket[] {
  const usage = { product, ...(gpu !== undefined && { gpu }) };
  const usedAt = lastUsedAt(until);
  return buckets
    .filter((bucket) => isPositive(bucket.remaining) && isSpendable(bucket, usedAt) && covers(bucket.scope, usage))
    .map((bucket) => inCycle(bucket, usedAt))
    .sort(byConsumption);
}

/** What no credits would pay for, were all running time charged up to an instant. */
export function unpaidBy(account: Pick<Account, 'buckets'>, { groups }: RunningCosts, at: Instant): Amount {
  const left = new Map<string, Amount>();
  let unpaid = ZERO;
  for (const group of groups) {
    let open = accruedOf(group, at);
    if (isZero(open)) continue;
    for (const { bucketId, remaining } of payersOf(account, group, at)) {
      const has = left.get(bucketId) ?? remaining;
      const part = min(open, has);
      left.set(bucketId, subtract(has, part));
      open = subtract(open, part);
      if (isZero(open)) break;
    }
    unpaid = add(unpaid, open);
  }
  return unpaid;
}

/**
 * True where credits that pay for anything cover it all; false settles nothing. It is asked at every charge: most often the
 * first bucket covers all that can accrue until the next end of a period.
 */
export function isSurelyCovered({ buckets }: Pick<Account, 'buckets'>, costs: RunningCosts, at: Instant): boolean {
  const { next, mostByNext } = costs;
  if (at > next.at) return false;
  let found: Amount = ZERO;
  for (const { scope, isPending, expiresAt = next.at, remaining } of buckets) {
    if (scope !== undefined || isPending || expiresAt < next.at) continue;
    found = add(found, remaining);
    if (compare(found, mostByNext) >= 0) return true;
  }
  return !isZero(found) && compare(found, mostAccruedBy(costs, at)) >= 0;
}

export const isCovered = (account: Pick<Account, 'buckets'>, costs: RunningCosts, at: Instant): boolean =>
  isSurelyCovered(account, costs, at) || isZero(unpaidBy(account, costs, at));
