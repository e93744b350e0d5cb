import { DomainError } from '../../errors.js';
import type { Command, Instant } from '../../messages.js';
import { type Amount, compare } from '../../money.js';
import type { Draft, Rule } from '../draft.js';
import type { BucketSource, PromoSource, Scope } from '../events.js';
import { checkScope, requireRoomFor } from '../limits.js';

export type GrantPromo = Command<
  'GrantPromo',
  {
    readonly amount: Amount;
    readonly scope?: Scope;
    readonly effectiveAt?: Instant;
    readonly expiresAt?: Instant;
    readonly source: PromoSource;
    readonly reason?: string;
    /** Set where the role may grant up to `supportGrantLimit` only. */
    readonly isLimited?: boolean;
  }
>;

/**
 * Adds promotional credits as a bucket of their own, now, later, or from an earlier time on: then they may pay for late
 * usage from that time. Refused when they would be expired already.
 */
export const grantPromo: Rule<GrantPromo> = (draft, { data, now }) => {
  const { isLimited, effectiveAt, ...grant } = data;
  const { supportGrantLimit } = draft.account.settings;
  if (isLimited && compare(grant.amount, supportGrantLimit) > 0) {
    throw new DomainError('support-grant-limit', `Support grants at most ${supportGrantLimit} credits at a time.`, {
      field: 'amount',
    });
  }
  checkGrant(data, now);
  requireRoomFor(draft, [grant]);
  addPromo(draft, grant, effectiveAt ?? now);
};

export function checkGrant({ scope, effectiveAt, expiresAt }: GrantPromo['data'], now: Instant): void {
  checkScope(scope);
  requireExpiryAfter(effectiveAt && effectiveAt > now ? effectiveAt : now, expiresAt);
}

/** The bucket of a grant. */
export function addPromo(
  draft: Draft,
  grant: { amount: Amount; scope?: Scope; expiresAt?: Instant; source: BucketSource; reason?: string },
  startsAt: Instant,
): void {
  draft.add('PromoGranted', { bucketId: draft.newId('bkt'), ...grant }, startsAt);
}

export function requireExpiryAfter(startsAt: Instant, expiresAt: Instant | undefined, field = 'expiresAt'): void {
  if (expiresAt !== undefined && expiresAt <= startsAt) {
    throw new DomainError('invalid', `${field} must lie after ${startsAt}.`, { field });
  }
}
