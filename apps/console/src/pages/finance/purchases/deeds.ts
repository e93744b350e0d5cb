/** What can be done with a purchase in each of its states, and what each deed will do. */
import type { Schemas } from '#client/client.js';
import type { Permission } from '../../../session/roles.js';

export type Purchase = Schemas['PurchaseView'];
export type PurchaseDeed = 'approve' | 'reject' | 'complete' | 'fail' | 'reverse';

type Described = {
  readonly verb: string;
  readonly needs: Permission;
  readonly danger?: true;
  readonly says: (purchase: Purchase) => string;
};

export const PURCHASE_DEEDS: Readonly<Record<PurchaseDeed, Described>> = {
  approve: {
    verb: 'Approve',
    needs: 'review purchases',
    says: ({ credits, accountId }) => `${credits} credits are added to ${accountId} at once, as prepaid credits.`,
  },
  reject: {
    verb: 'Reject',
    needs: 'review purchases',
    danger: true,
    says: ({ credits, accountId }) =>
      `${accountId} does not get the ${credits} credits that it asked for. This is final.`,
  },
  complete: {
    verb: 'Mark as paid',
    needs: 'settle purchases',
    says: ({ status, credits, accountId }) =>
      status === 'approved'
        ? `The ${credits} credits of ${accountId} are paid for, and can be withdrawn from now on.`
        : `The payment has arrived: ${credits} credits are added to ${accountId} at once.`,
  },
  fail: {
    verb: 'Mark as failed',
    needs: 'settle purchases',
    danger: true,
    says: ({ status, credits, accountId }) =>
      status === 'approved'
        ? `The ${credits} credits are taken back from ${accountId}. What was spent of them becomes debt, which may end its service.`
        : `The payment has not arrived: no credits are added to ${accountId}. This is final.`,
  },
  reverse: {
    verb: 'Reverse',
    needs: 'review purchases',
    danger: true,
    says: ({ credits, accountId }) =>
      `As after a chargeback, ${credits} credits are taken back from ${accountId}: unpaid withdrawals of them are rejected, a bonus that came with them is voided, and what was spent becomes debt, whatever the limit, which may end its service.`,
  },
};

export function deedsOf({ status, paymentMethod }: Purchase): readonly PurchaseDeed[] {
  if (status === 'pending') return paymentMethod === 'request' ? ['approve', 'reject'] : ['complete', 'fail'];
  if (status === 'approved') return ['complete', 'fail'];
  return status === 'completed' ? ['reverse'] : [];
}
