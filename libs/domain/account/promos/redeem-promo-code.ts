/** The credits of a promo code come in: of a redemption that the code has reserved for the account (rule 4.7). */
import { DomainError } from '../../errors.js';
import type { Command, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import { command } from '../command.js';
import type { Scope } from '../events.js';
import { requireOpen } from '../lifecycle/require-open.js';
import { requireRoomFor } from '../limits.js';
import type { Account } from '../state.js';
import { addPromo } from './grant-promo.js';

export type RedeemPromoCode = Command<
  'RedeemPromoCode',
  {
    readonly code: string;
    readonly amount: Amount;
    readonly scope?: Scope;
    readonly expiresAt?: Instant;
    /** When the code reserved it: by its own clock, which may be a little ahead. */
    readonly redeemedAt: Instant;
  }
>;

/**
 * Refuses nothing that could change: room for a bucket is looked at before the redemption is reserved (`redemptionObstacle`),
 * so that what is reserved is granted, however late. What has expired by then lapses right afterwards.
 */
export const redeemPromoCode = command<RedeemPromoCode>('RedeemPromoCode', {
  decide(draft, { data: { redeemedAt, ...grant }, now }) {
    addPromo(draft, { ...grant, source: 'promo_code' }, redeemedAt < now ? redeemedAt : now);
  },
  bringsCreditsIn: true,
});

/** Why the account takes no credits of a code as it is now; null where it does. */
export function redemptionObstacle(account: Account, scope: Scope | undefined, now: Instant): DomainError | null {
  try {
    requireOpen(account);
    requireRoomFor({ account, recordedAt: now }, [{ scope }]);
    return null;
  } catch (problem) {
    if (problem instanceof DomainError) return problem;
    throw problem;
  }
}
