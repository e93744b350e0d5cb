/** Credits that turn out not to be paid for are taken back, spent or not (rule 4.16). */
import { type Amount, ZERO, subtract } from '../../money.js';
import { bucketIn } from '../bucket-list.js';
import type { Draft } from '../draft.js';
import type { TakenBack } from '../events.js';
import { newId, revisionOf } from '../ids.js';
import { voidOf } from '../promos/events.js';

/**
 * What is left of a purchase's credits in their bucket is taken out, the rest becomes debt, whatever the limit: `write`
 * adds the entry that says so. The bonus that came with them is voided.
 */
export function takeBack(draft: Draft, bucketId: string, credits: Amount, write: (taken: TakenBack) => void): void {
  const bonusId = bonusOf(draft, bucketId);
  const isVoided = bonusId !== null && draft.found({ find: 'newest', mark: voidOf(bonusId) }).length > 0;
  const amount = bucketIn(draft.account, bucketId)?.remaining ?? ZERO;
  write({ bucketId, amount, overdraft: subtract(credits, amount) });
  if (bonusId === null || isVoided) return;
  const bonus = bucketIn(draft.account, bonusId)?.remaining ?? ZERO;
  draft.add('PromoVoided', {
    bucketId: bonusId,
    amount: bonus,
    reason: 'The purchase that it came with is not paid for',
  });
}

/** A bonus comes in with the entry after the one that brings the purchase's credits. */
function bonusOf(draft: Draft, bucketId: string): string | null {
  const { tag } = draft.account;
  const bonusId = newId('bkt', tag, (revisionOf(bucketId, 'bkt', tag) ?? 0) + 1);
  const entry = draft.entryOf(bonusId, 'bkt');
  return entry?.type === 'PromoGranted' && entry.data.source === 'bonus' ? bonusId : null;
}
