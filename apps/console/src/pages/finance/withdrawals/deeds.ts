/** What can be done with a withdrawal in each of its states, and what each deed will do. */
import type { Schemas } from '#client/client.js';

export type Withdrawal = Schemas['WithdrawalView'];
export type WithdrawalDeed = 'approve' | 'reject' | 'paid';

type Described = {
  readonly verb: string;
  readonly danger?: true;
  readonly says: (withdrawal: Withdrawal) => string;
};

export const WITHDRAWAL_DEEDS: Readonly<Record<WithdrawalDeed, Described>> = {
  approve: {
    verb: 'Approve',
    says: ({ amount, accountId, destination, requestedBy }) =>
      `${amount} credits of ${accountId} may be paid out to ${destination}. ${requestedBy} requested it; you are the second pair of eyes.`,
  },
  reject: {
    verb: 'Reject',
    danger: true,
    says: ({ amount, accountId }) => `${amount} credits return to the buckets of ${accountId} at once. This is final.`,
  },
  paid: {
    verb: 'Mark as paid',
    says: ({ amount, destination }) => `${amount} credits have left for ${destination} and are gone for good.`,
  },
};

/** `key` is that of whoever looks: whoever requested it does not approve it. */
export function deedsOf({ status, requestedBy }: Withdrawal, key: string): readonly WithdrawalDeed[] {
  if (status === 'requested') return requestedBy === key ? ['reject'] : ['approve', 'reject'];
  return status === 'approved' ? ['paid', 'reject'] : [];
}
