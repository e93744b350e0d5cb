import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { isPositive } from '../../money.js';
import { command } from '../command.js';
import { type Draft, notFound } from '../draft.js';
import type { BucketKind } from '../events.js';
import { grantsOf } from '../movements.js';

export type VoidPromo = Command<'VoidPromo', { readonly bucketId: string; readonly reason?: string }>;

/**
 * What is unspent of a grant lapses, and nothing revives it; what is held of it lapses when its hold gives it back. Refused
 * where nothing is left.
 */
export const voidPromo = command<VoidPromo>('VoidPromo', {
  decide(draft, { data: { bucketId, reason } }) {
    const bucket = draft.account.buckets.find((each) => each.bucketId === bucketId);
    const kind = bucket?.kind ?? kindAsCreated(draft, bucketId);
    if (kind !== 'promo') throw new DomainError('wrong-state', `Only grants can be voided; ${bucketId} is ${kind}.`);
    if (!bucket || bucket.isVoided || !(isPositive(bucket.remaining) || isPositive(bucket.held))) {
      throw new DomainError('nothing-to-void', `Nothing is left of grant ${bucketId}.`);
    }
    draft.add('PromoVoided', { bucketId, amount: bucket.remaining, ...(reason !== undefined && { reason }) });
  },
  bringsCreditsIn: false,
});

/** Of a bucket that has left the state, and so has nothing left. */
function kindAsCreated(draft: Draft, bucketId: string): BucketKind {
  const entry = draft.entryOf(bucketId, 'bkt');
  if (!entry) throw notFound('grant', bucketId);
  return grantsOf(entry).find((grant) => grant.bucketId === bucketId)?.kind ?? 'promo';
}
