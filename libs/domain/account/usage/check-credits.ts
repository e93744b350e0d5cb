import { DomainError } from '../../errors.js';
import type { Instant } from '../../messages.js';
import { type Amount, ZERO, isZero } from '../../money.js';
import { type Allocation, type Usage, allocate, payableFor } from '../buckets.js';
import { assess } from './charge-usage.js';
import { atReading, momentOfReading } from '../reading.js';
import { accountToCharge, withAccruedCharged } from '../solvency/accrued-first.js';
import type { Account } from '../state.js';

export type CreditCheck = Allocation & {
  /** What all the buckets that may pay hold, for this usage. */
  readonly available: Amount;
  /** The buckets that may pay cover it. */
  readonly isSufficient: boolean;
  /** A charge would be accepted now, overdraft included. */
  readonly isAccepted: boolean;
};

/** Decides as a charge would, on the account as it is with what has fallen due, and changes nothing. */
export function checkCredits(
  account: Account,
  usage: Omit<Usage, 'usedAt'>,
  amount: Amount,
  now: Instant,
): CreditCheck {
  const current = atReading(account, now);
  // What lapsed at the closing pays for nothing any more, whenever it was used.
  if (current.status === 'closed') {
    const nothing = { lines: [], revived: [], available: ZERO, shortfall: amount };
    return { ...nothing, isSufficient: isZero(amount), isAccepted: false };
  }
  const at = { usedAt: momentOfReading(account, now), ...usage };
  const charged = accountToCharge(current, at, amount, at.usedAt);
  const allocation = allocate(charged, at, amount);
  return {
    available: payableFor(withAccruedCharged(current, at.usedAt), at),
    isSufficient: isZero(allocation.shortfall),
    isAccepted: wouldAccept(charged, at, amount),
    ...allocation,
  };
}

function wouldAccept(account: Account, usage: Usage, amount: Amount): boolean {
  try {
    assess(account, usage, amount, { mode: 'authorize', at: usage.usedAt });
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
