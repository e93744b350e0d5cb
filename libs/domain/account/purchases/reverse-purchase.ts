import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { command } from '../command.js';
import { type Draft, notFound } from '../draft.js';
import { itemOf } from '../state.js';
import { rejectWithdrawalsFrom } from '../withdrawals/withdrawals.js';
import { completionOf, takenBackFrom } from './event-table.js';
import type { PurchaseApproved, PurchaseCompleted } from './events.js';
import { settled, termsOf } from './settle-purchase.js';
import { takeBack } from './take-back.js';

export type ReversePurchase = Command<'ReversePurchase', { readonly purchaseId: string; readonly reason?: string }>;

/**
 * The payment of a completed purchase was charged back (rule 4.16). Withdrawals that nobody has paid give its credits
 * back first; then all of these are taken back, spent or not.
 */
export const reversePurchase = command<ReversePurchase>('ReversePurchase', {
  decide(draft, { data }) {
    const completion = completedPurchase(draft, data.purchaseId);
    const { bucketId } = completion;
    if (draft.found({ find: 'newest', mark: takenBackFrom(bucketId) }).length > 0) throw settled(data.purchaseId);
    rejectWithdrawalsFrom(draft, bucketId, `Purchase ${data.purchaseId} was reversed`);
    takeBack(draft, bucketId, completion.amount, (takenBack) =>
      draft.add('PurchaseReversed', { ...data, ...termsOf(completion), takenBack }),
    );
  },
  bringsCreditsIn: false,
});

/** What completed it, however long ago: the state knows open purchases only. */
function completedPurchase(draft: Draft, purchaseId: string): PurchaseCompleted['data'] | PurchaseApproved['data'] {
  if (itemOf(draft.account.purchases, purchaseId)) {
    throw new DomainError('wrong-state', 'Only a completed purchase is reversed; one that is open fails.');
  }
  if (!draft.entryOf(purchaseId, 'pur')) throw notFound('purchase', purchaseId);
  const [completion] = draft.found({ find: 'newest', mark: completionOf(purchaseId) });
  if (completion?.type === 'PurchaseCompleted' || completion?.type === 'PurchaseApproved') return completion.data;
  throw settled(purchaseId);
}
