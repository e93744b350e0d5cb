/** What becomes of an open purchase: completed, failed, approved or rejected. Each once. */
import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { command } from '../command.js';
import { type Draft, notFound } from '../draft.js';
import type { Purchase } from '../events.js';
import { addBonus, complete } from './purchase-prepaid.js';
import { type OpenPurchase, itemOf } from '../state.js';
import { takeBack } from './take-back.js';

type Settlement = { readonly purchaseId: string; readonly reason?: string };
export type CompletePurchase = Command<'CompletePurchase', Settlement>;
export type FailPurchase = Command<'FailPurchase', Settlement>;
/** `paid: false`: spendable at once, withdrawable only when the purchase is completed. */
export type ApprovePurchase = Command<'ApprovePurchase', Settlement & { readonly paid: boolean }>;
export type RejectPurchase = Command<'RejectPurchase', Settlement>;

export const completePurchase = command<CompletePurchase>('CompletePurchase', {
  decide(draft, { data: { purchaseId } }) {
    const purchase = openPurchase(draft, purchaseId);
    if (purchase.status === 'pending') {
      requireMethod(purchase, 'paid', 'A request for credits is approved before it is completed.');
      return complete(draft, { purchaseId, ...purchase });
    }
    const bucketId = purchase.bucketId ?? '';
    draft.add('PurchaseCompleted', { purchaseId, ...termsOf(purchase), bucketId, isGranted: true });
  },
  bringsCreditsIn: true,
});

/** It was not paid. Credits that an approval has brought before are taken back. */
export const failPurchase = command<FailPurchase>('FailPurchase', {
  decide(draft, { data }) {
    const purchase = openPurchase(draft, data.purchaseId);
    const failed = { ...data, ...termsOf(purchase) };
    if (purchase.bucketId !== undefined) {
      return takeBack(draft, purchase.bucketId, purchase.amount, (takenBack) =>
        draft.add('PurchaseFailed', { ...failed, takenBack }),
      );
    }
    requireMethod(purchase, 'paid', 'A request for credits that is not approved yet is rejected, it does not fail.');
    draft.add('PurchaseFailed', failed);
  },
  bringsCreditsIn: false,
});

export const approvePurchase = command<ApprovePurchase>('ApprovePurchase', {
  decide(draft, { data: { reason, ...data } }) {
    const purchase = requested(draft, data.purchaseId);
    const bucketId = draft.newId('bkt');
    draft.add('PurchaseApproved', { ...data, ...termsOf(purchase), bucketId, ...(reason !== undefined && { reason }) });
    addBonus(draft, purchase.bonus);
  },
  bringsCreditsIn: ({ paid }) => paid,
});

export const rejectPurchase = command<RejectPurchase>('RejectPurchase', {
  decide(draft, { data }) {
    draft.add('PurchaseRejected', { ...data, ...termsOf(requested(draft, data.purchaseId)) });
  },
  bringsCreditsIn: false,
});

function requested(draft: Draft, purchaseId: string): OpenPurchase {
  const purchase = openPurchase(draft, purchaseId);
  requireMethod(purchase, 'requested', 'Only a request for credits is approved or rejected.');
  if (purchase.status === 'approved') throw settled(purchaseId);
  return purchase;
}

function openPurchase(draft: Draft, purchaseId: string): OpenPurchase {
  const purchase = itemOf(draft.account.purchases, purchaseId);
  if (purchase) return purchase;
  throw draft.entryOf(purchaseId, 'pur') ? settled(purchaseId) : notFound('purchase', purchaseId);
}

function requireMethod({ paymentMethod }: OpenPurchase, how: 'requested' | 'paid', otherwise: string): void {
  if ((paymentMethod === 'request') !== (how === 'requested')) throw new DomainError('wrong-state', otherwise);
}

export const settled = (purchaseId: string): DomainError =>
  new DomainError('already-settled', `Purchase ${purchaseId} is settled already.`);

export const termsOf = ({ amount, fee, total, paymentMethod }: Omit<Purchase, 'purchaseId'>) => ({
  amount,
  fee,
  total,
  paymentMethod,
});
