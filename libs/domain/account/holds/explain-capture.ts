/** Why a capture was paid as it was: out of what its hold had set aside, in the order in which it was set aside. */
import { type Amount, ZERO, isPositive } from '../../money.js';
import { byConsumption, tierOf } from '../buckets.js';
import type { Charge } from '../events.js';
import type { Account } from '../state.js';
import type { BucketExplanation } from '../usage/explain.js';

/** `before` is the account just before the capture's entry. Buckets that are open, and those that ended under the hold. */
export function explainCapture(before: Account, { holdId, allocation }: Charge): readonly BucketExplanation[] {
  const hold = before.holds.find((each) => each.holdId === holdId);
  const held = new Map(hold?.held.map(({ bucketId, amount }) => [bucketId, amount]));
  const paidBy = new Map(allocation.map(({ bucketId, amount }) => [bucketId, amount]));
  return before.buckets
    .filter(({ bucketId, remaining, endedAt }) => held.has(bucketId) || isPositive(remaining) || endedAt === undefined)
    .toSorted(byConsumption)
    .map((bucket) => {
      const { bucketId, kind, scope = null, expiresAt = null, remaining } = bucket;
      const [set, paid] = [held.get(bucketId), paidBy.get(bucketId) ?? ZERO];
      const reason = reasonFor(set, paid);
      return {
        bucketId,
        kind,
        tier: tierOf(bucket),
        scope,
        expiresAt,
        remainingBefore: set ?? remaining,
        paid,
        reason,
      };
    });
}

function reasonFor(held: Amount | undefined, paid: Amount): string {
  if (held === undefined) return 'It could not pay: the hold has set nothing of it aside.';
  if (!isPositive(paid)) return 'It was not needed: what the hold has of buckets before it covered the capture.';
  if (paid === held) return `It paid ${paid}, all that the hold had set aside of it.`;
  return `It paid ${paid} of the ${held} that the hold had set aside of it.`;
}
