/** The refusal of a suspended account: whatever would use credits is refused alike, until credits are added. */
import { DomainError } from '../errors.js';
import type { Amount } from '../money.js';
import type { Account } from './state.js';

/** In credits: what was wanted, what there is, and what is missing. */
export type Shortage = { readonly required: Amount; readonly available: Amount; readonly shortfall: Amount };

export const BUY_CREDITS = { action: 'purchase', description: 'Buy credits.' };

/** `shortage` is computed only where it is needed. `waysOut`: what else would help. */
export function requireService(
  { status }: Account,
  shortage: () => Shortage,
  waysOut: readonly object[] = [BUY_CREDITS],
): void {
  if (status !== 'suspended') return;
  throw new DomainError('account-suspended', 'Service is suspended until credits are added.', {
    ...shortage(),
    resumesAt: null,
    options: waysOut,
  });
}
