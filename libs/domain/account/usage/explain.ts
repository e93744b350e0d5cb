/** Why a charge was paid as it was (rule 9.4): every open bucket, in order of consumption, with what it paid or why not. */
import type { Instant } from '../../messages.js';
import { type Amount, ZERO, add, isPositive, isZero } from '../../money.js';
import { type Usage, byConsumption, hindrance, tierOf } from '../buckets.js';
import type { BucketKind, Charge, Scope } from '../events.js';
import { inCycle } from '../plans/cycles.js';
import { lastUsedAt } from '../resources/payable.js';
import type { Account, Bucket } from '../state.js';

/** Amounts in credits. `tier` is 1 to 6, rule 3.1. `reason` is a sentence that support can read out. */
export type BucketExplanation = {
  readonly bucketId: string;
  readonly kind: BucketKind;
  readonly tier: number;
  readonly scope: Scope | null;
  readonly expiresAt: Instant | null;
  readonly remainingBefore: Amount;
  readonly paid: Amount;
  readonly reason: string;
};

/**
 * Of a charge that buckets paid at once. `before` is the account just before its entry. What was paid is what the log says; nothing is decided again.
 */
export function explain(before: Account, charge: Charge, decidedAt: Instant): readonly BucketExplanation[] {
  const usage = { ...charge, usedAt: charge.period ? lastUsedAt(charge.effectiveAt) : charge.effectiveAt, decidedAt };
  const paidBy = new Map(charge.allocation.map(({ bucketId, amount }) => [bucketId, amount]));
  const lastPayer = charge.allocation.at(-1)?.bucketId;
  return before.buckets
    .map((bucket) => withLapsed(inCycle(bucket, decidedAt), usage))
    .filter(isOpen)
    .toSorted(byConsumption)
    .map((bucket) => {
      const { bucketId, kind, scope = null, expiresAt = null, remaining: remainingBefore } = bucket;
      const paid = paidBy.get(bucketId) ?? ZERO;
      const coveredTheRest = bucketId === lastPayer && isZero(charge.overdraft);
      const reason = isPositive(paid) ? whyPaid(bucket, paid, coveredTheRest) : whyNot(bucket, usage, charge.amount);
      return { bucketId, kind, tier: tierOf(bucket), scope, expiresAt, remainingBefore, paid, reason };
    });
}

/**
 * To usage from before its expiry a bucket is as it was then: what has lapsed since counts as left. The part that came
 * back for this charge did so in the entry before.
 */
const withLapsed = (bucket: Bucket, usage: Usage): Bucket =>
  isZero(bucket.lapsed) || hindrance(bucket, usage) !== null
    ? bucket
    : { ...bucket, remaining: add(bucket.remaining, bucket.lapsed) };

/** Something is left in it, or held. */
const isOpen = ({ remaining, endedAt }: Bucket): boolean => isPositive(remaining) || endedAt === undefined;

function whyPaid({ remaining }: Bucket, paid: Amount, coveredTheRest: boolean): string {
  if (!coveredTheRest) return `It paid ${paid}, all that it had left.`;
  return paid === remaining
    ? `It paid ${paid}, all that it had left and all that was still needed.`
    : `It paid ${paid}, all that was still needed.`;
}

function whyNot(bucket: Bucket, usage: Usage, amount: Amount): string {
  if (isZero(amount)) return 'It was not needed: the charge came to nothing.';
  const obstacle = hindrance(bucket, usage);
  if (obstacle !== null) return `It could not pay: ${sentence(obstacle)}`;
  if (isZero(bucket.remaining)) return 'It could not pay: all that is left of it is held.';
  return 'It was not needed: buckets before it in the order of consumption covered the charge.';
}

/** The words of `hindrance` lack their subject where they are about the bucket itself. */
const sentence = (obstacle: string): string => (obstacle.startsWith('its ') ? `${obstacle}.` : `it ${obstacle}.`);
