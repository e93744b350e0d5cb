/** Purchased credits are paid out again: requested, reviewed by another key than the requester's, paid. */
import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { type Amount, ZERO, add, compare, hasDecimals } from '../../money.js';
import { takeInOrder } from '../buckets.js';
import { command } from '../command.js';
import { type Draft, notFound } from '../draft.js';
import { type Account, type Bucket, type OpenWithdrawal, itemOf } from '../state.js';

export type RequestWithdrawal = Command<'RequestWithdrawal', { readonly amount: Amount; readonly destination: string }>;
type Review = { readonly withdrawalId: string; readonly reason?: string };
export type ApproveWithdrawal = Command<'ApproveWithdrawal', Review>;
export type RejectWithdrawal = Command<'RejectWithdrawal', Review>;
export type PayWithdrawal = Command<'PayWithdrawal', Review>;

/** Unspent prepaid credits that were paid for, earliest purchase first. */
export const withdrawableBuckets = ({ buckets }: Account): readonly Bucket[] => buckets.filter(isWithdrawable);

const isWithdrawable = (bucket: Bucket): boolean => bucket.kind === 'prepaid' && bucket.isWithdrawable;

/** Without lists of them: it is part of every answer. */
export function withdrawable({ buckets }: Account): Amount {
  let all = ZERO;
  for (const bucket of buckets) if (isWithdrawable(bucket)) all = add(all, bucket.remaining);
  return all;
}

/** Sets the credits aside at once. */
export const requestWithdrawal = command<RequestWithdrawal>('RequestWithdrawal', {
  decide(draft, { data }) {
    const { amount, destination } = data;
    const most = withdrawable(draft.account);
    if (compare(amount, most) > 0) {
      throw new DomainError('not-withdrawable', `At most ${most} purchased credits can be withdrawn.`, {
        withdrawable: most,
      });
    }
    const { lines: allocation } = takeInOrder(withdrawableBuckets(draft.account), amount);
    draft.add('WithdrawalRequested', { withdrawalId: draft.newId('wd'), amount, destination, allocation });
  },
  check: checkWithdrawal,
  bringsCreditsIn: false,
});

function checkWithdrawal({ amount }: RequestWithdrawal['data']): void {
  if (hasDecimals(amount, 2)) return;
  throw new DomainError('invalid', 'amount must be whole cents: it is paid out in money.', { field: 'amount' });
}

export const approveWithdrawal = command<ApproveWithdrawal>('ApproveWithdrawal', {
  decide(draft, { data, origin }) {
    const withdrawal = openWithdrawal(draft, data.withdrawalId);
    if (withdrawal.status === 'approved') throw settled(data.withdrawalId);
    if (withdrawal.requestedBy === origin.actor.key) {
      throw new DomainError('four-eyes', 'Another API key than the one that requested a withdrawal approves it.');
    }
    draft.add('WithdrawalApproved', { ...data, ...termsOf(withdrawal) });
  },
  bringsCreditsIn: false,
});

/** The credits return to the buckets that they were taken from. */
export const rejectWithdrawal = command<RejectWithdrawal>('RejectWithdrawal', {
  decide(draft, { data }) {
    reject(draft, openWithdrawal(draft, data.withdrawalId), data);
  },
  bringsCreditsIn: true,
});

/** Those that draw on a bucket whose credits turn out not to be paid for: nobody has been paid yet. */
export function rejectWithdrawalsFrom(draft: Draft, bucketId: string, reason: string): void {
  for (const [withdrawalId, withdrawal] of Object.entries(draft.account.withdrawals)) {
    if (withdrawal.allocation.some((line) => line.bucketId === bucketId)) {
      reject(draft, withdrawal, { withdrawalId, reason });
    }
  }
}

const reject = (draft: Draft, withdrawal: OpenWithdrawal, review: Review): void =>
  draft.add('WithdrawalRejected', { ...review, ...termsOf(withdrawal), allocation: withdrawal.allocation });

export const payWithdrawal = command<PayWithdrawal>('PayWithdrawal', {
  decide(draft, { data }) {
    const withdrawal = openWithdrawal(draft, data.withdrawalId);
    if (withdrawal.status !== 'approved') {
      throw new DomainError('wrong-state', 'A withdrawal is approved before it is marked paid.');
    }
    draft.add('WithdrawalPaid', { ...data, ...termsOf(withdrawal) });
  },
  bringsCreditsIn: false,
});

function openWithdrawal(draft: Draft, withdrawalId: string): OpenWithdrawal {
  const withdrawal = itemOf(draft.account.withdrawals, withdrawalId);
  if (withdrawal) return withdrawal;
  throw draft.entryOf(withdrawalId, 'wd') ? settled(withdrawalId) : notFound('withdrawal', withdrawalId);
}

const settled = (withdrawalId: string): DomainError =>
  new DomainError('already-settled', `Withdrawal ${withdrawalId} is settled already.`);

const termsOf = ({ amount, destination }: OpenWithdrawal) => ({ amount, destination });
