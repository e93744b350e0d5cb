/** What becomes of usage that waits for credits (rules 5.9 and 5.10). */
import { DomainError } from '../../errors.js';
import type { Instant } from '../../messages.js';
import { isPositive } from '../../money.js';
import { allocate } from '../buckets.js';
import type { Draft } from '../draft.js';
import type { EventData, PendingPaymentFailed } from '../events.js';
import type { PendingPayment } from '../state.js';

/** So many may wait at a time: all of them may be settled, or fail, in one decision. */
export const MOST_PENDING_PAYMENTS = 1_000;

/** The charge becomes a pending payment, for as long as a grace window lasts. */
export function pend(draft: Draft, payment: Omit<EventData<'PaymentPended'>, 'transactionId'>, usedAt: Instant): void {
  if (draft.account.pendingPayments.length >= MOST_PENDING_PAYMENTS) {
    throw new DomainError('too-many-payments', `At most ${MOST_PENDING_PAYMENTS} payments may be pending at a time.`, {
      pending: draft.account.pendingPayments.length,
    });
  }
  draft.add('PaymentPended', { transactionId: draft.newId('tx'), ...payment }, usedAt);
}

/**
 * Strictly the oldest first: one that is not covered yet keeps those after it waiting. Decided as of this moment, so that
 * whatever may pay for such usage now counts, scoped or not. Not while debts are still to be repaid.
 */
export function settlePendingPayments(draft: Draft): void {
  if (draft.account.repaymentGoesOnAt !== undefined) return;
  for (const payment of draft.account.pendingPayments) {
    const { lines, shortfall } = allocate(draft.account, { ...payment, usedAt: draft.at }, payment.amount);
    if (isPositive(shortfall)) return;
    draft.add('PendingPaymentSettled', { ...termsOf(payment), allocation: lines });
  }
}

export const failPayment = (
  draft: Draft,
  payment: PendingPayment,
  cause: PendingPaymentFailed['data']['cause'],
): void => draft.add('PendingPaymentFailed', { ...termsOf(payment), cause });

function termsOf(pending: PendingPayment) {
  const { revision: pendedRevision, failsAt: _, ...payment } = pending;
  return { ...payment, pendedRevision };
}
