/** What a purchase costs in money (rules 2.7, 4.10). */
import { DomainError } from '../../errors.js';
import { type Amount, ZERO, amount, hasDecimals, multiply, roundHalfUp } from '../../money.js';
import type { PaymentMethod } from './events.js';

const FIAT_FEE_RATE = amount('0.03');
export const isFiat = (method: PaymentMethod): boolean => method === 'card' || method === 'bank_transfer';

/** The provider's fee on top of the credits, in whole cents. */
export const feeOf = (credits: Amount, method: PaymentMethod): Amount =>
  isFiat(method) ? roundHalfUp(multiply(credits, FIAT_FEE_RATE), 2) : ZERO;

export function requireWholeCents(credits: Amount, method: PaymentMethod): void {
  if (!isFiat(method) || hasDecimals(credits, 2)) return;
  throw new DomainError('invalid', `amount must be whole cents when paid by ${method}.`, { field: 'amount' });
}
