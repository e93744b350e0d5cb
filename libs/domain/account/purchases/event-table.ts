import { invariant } from '../../errors.js';
import { change, granted, paying, withBucket } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import { grantedPrepaid } from '../grants.js';
import { newId } from '../ids.js';
import * as recharge from '../recharge/recharge.js';
import { indebted } from '../solvency/debts.js';
import { type Account, without } from '../state.js';
import type { PurchaseApproved, PurchaseCompleted, PurchaseEvent, PurchaseFailed, TakenBack } from './events.js';

export const completionOf = (purchaseId: string): string => `completion of ${purchaseId}`;
export const takenBackFrom = (bucketId: string): string => `taken back from ${bucketId}`;

export const purchaseEvents = {
  PurchaseOpened: {
    fold(account, { data, effectiveAt }) {
      const { purchaseId, invoiceUrl: _, metadata: __, ...purchase } = data;
      const purchases = { ...account.purchases, [purchaseId]: { ...purchase, status: 'pending' as const } };
      const after = { ...account, purchases };
      return data.isAutoRecharge ? recharge.opened(after, data.amount, effectiveAt) : after;
    },
    makes: ({ purchaseId }) => [purchaseId],
    rowsIn: ['transactions', 'notifications', 'purchases'],
    takesCredits: false,
  },
  PurchaseApproved: {
    fold: approved,
    makes: ({ bucketId }) => [bucketId],
    rowsIn: ['movements', 'transactions', 'notifications', 'purchases'],
    takesCredits: false,
    marks: ({ purchaseId, paid }) => (paid ? { mark: completionOf(purchaseId) } : {}),
  },
  PurchaseRejected: {
    fold: (account, { data }) => settled(account, data.purchaseId),
    makes: nothing,
    rowsIn: ['transactions', 'purchases', 'outcomes'],
    takesCredits: false,
  },
  PurchaseCompleted: {
    fold: completed,
    makes: ({ bucketId }) => [bucketId],
    rowsIn: ['movements', 'transactions', 'notifications', 'purchases', 'outcomes'],
    takesCredits: false,
    marks: ({ purchaseId }) => ({ mark: completionOf(purchaseId) }),
  },
  PurchaseFailed: {
    fold: failed,
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'notifications', 'purchases', 'outcomes'],
    takesCredits: ({ takenBack }) => takenBack !== undefined,
    marks: ({ takenBack }) => (takenBack ? { mark: takenBackFrom(takenBack.bucketId) } : {}),
  },
  PurchaseReversed: {
    fold: (account, { data, ...entry }) => withoutTakenBack(account, data.takenBack, entry),
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'purchases', 'sentences'],
    takesCredits: true,
    marks: ({ takenBack }) => ({ mark: takenBackFrom(takenBack.bucketId) }),
  },
} satisfies EventTable<PurchaseEvent>;

function approved(account: Account, event: PurchaseApproved): Account {
  const { purchaseId, bucketId, amount, paid } = event.data;
  const bucket = granted(grantedPrepaid(event, 'request'), amount, paid);
  const purchase = account.purchases[purchaseId];
  invariant(purchase !== undefined, 'An approved purchase was opened');
  if (paid) return withBucket(unlocked(account, purchaseId), bucket);
  return {
    ...withBucket(account, bucket),
    purchases: { ...account.purchases, [purchaseId]: { ...purchase, status: 'approved', bucketId } },
  };
}

function completed(account: Account, event: PurchaseCompleted): Account {
  const { purchaseId, bucketId, amount, isGranted } = event.data;
  const paid = unlocked(account, purchaseId);
  if (isGranted) return change(paid, bucketId, (bucket) => ({ ...bucket, isWithdrawable: true }));
  return withBucket(paid, granted(grantedPrepaid(event, 'purchase'), amount, true));
}

function failed(account: Account, { data, ...entry }: PurchaseFailed): Account {
  const isRecharge = account.purchases[data.purchaseId]?.isAutoRecharge;
  const rest = settled(account, data.purchaseId);
  const others = isRecharge ? recharge.failed(rest, data.amount) : rest;
  return data.takenBack ? withoutTakenBack(others, data.takenBack, entry) : others;
}

/** The bucket gives what it has, the rest is debt of this entry; nothing that returns to the bucket is paid for. */
function withoutTakenBack(
  account: Account,
  { bucketId, amount, overdraft }: TakenBack,
  { revision, recordedAt }: Pick<PurchaseFailed, 'revision' | 'recordedAt'>,
): Account {
  const emptied = change(account, bucketId, (b) => ({ ...paying(b, amount, recordedAt), isWithdrawable: false }));
  return indebted(emptied, { revision, transactionId: newId('tx', account.tag, revision), amount: overdraft });
}

/** A purchase is paid for: of whatever kind it was, it is one that completes. */
const unlocked = (account: Account, purchaseId: string): Account => ({
  ...recharge.withoutFailures(settled(account, purchaseId)),
  paygUnlocked: true,
});

const settled = (account: Account, purchaseId: string): Account => ({
  ...account,
  purchases: without(account.purchases, purchaseId),
});
