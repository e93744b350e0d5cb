/** Purchased credits are paid out again. */
import type { Event } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { AllocationLine, Reason } from '../credits.js';

export type Withdrawal = { readonly withdrawalId: string; readonly amount: Amount; readonly destination: string };

export type WithdrawalRequested = Event<
  'WithdrawalRequested',
  Withdrawal & { readonly allocation: readonly AllocationLine[] }
>;

export type WithdrawalApproved = Event<'WithdrawalApproved', Withdrawal & Reason>;

/** The credits return to the buckets of `allocation`. */
export type WithdrawalRejected = Event<
  'WithdrawalRejected',
  Withdrawal & { readonly allocation: readonly AllocationLine[] } & Reason
>;

export type WithdrawalPaid = Event<'WithdrawalPaid', Withdrawal & Reason>;

export type WithdrawalEvent = WithdrawalRequested | WithdrawalApproved | WithdrawalRejected | WithdrawalPaid;
