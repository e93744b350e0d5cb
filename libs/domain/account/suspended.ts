/** The refusal of a suspended account: whatever would use credits is refused alike, until credits are added. */
import { DomainError } from '../errors.js';
import type { Amount } from '../money.js';
import type { Account } from './state.js';

/** In credits: what was wanted, what there is, and what is missing. */
export type Shortage = { readonly required: Amount; readonly available: Amount; readonly shortfall: Amount };

export const WAYS_OUT = [
  { action: 'purchase', description: 'Buy credits.' },
  { action: 'request', description: 'Request credits from finance (payment method "request").' },
];

/** `shortage` is computed only where it is needed. */
export function requireService({ status }: Account, shortage: () => Shortage): void {
  if (status !== 'suspended') return;
  throw new DomainError('account-suspended', 'Service is suspended until credits are added.', {
    ...shortage(),
    resumesAt: null,
    options: WAYS_OUT,
  });
}
