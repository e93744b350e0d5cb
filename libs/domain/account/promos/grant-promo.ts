import { DomainError } from '../../errors.js';
import type { Command, Instant } from '../../messages.js';
import { type Amount, compare } from '../../money.js';
import { command } from '../command.js';
import type { Draft } from '../draft.js';
import type { EventData, PromoSource, Scope } from '../events.js';
import { checkScope, requireRoomFor } from '../limits.js';
import type { Account } from '../state.js';

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
export const grantPromo = command<GrantPromo>('GrantPromo', {
  decide(draft, { data, now }) {
    const { isLimited: _, effectiveAt, ...grant } = data;
    requireRoomFor(draft, [grant]);
    addPromo(draft, grant, effectiveAt ?? now);
  },
  check: checkGrant,
  authorize: requireWithinSupportLimit,
  bringsCreditsIn: true,
});

function requireWithinSupportLimit({ settings }: Account, { amount, isLimited }: GrantPromo['data']): void {
  const most = settings.supportGrantLimit;
  if (!isLimited || compare(amount, most) <= 0) return;
  throw new DomainError('support-grant-limit', `Support grants at most ${most} credits at a time.`, {
    field: 'amount',
  });
}

function checkGrant({ scope, effectiveAt, expiresAt }: GrantPromo['data'], now: Instant): void {
  checkScope(scope);
  requireExpiryAfter(effectiveAt && effectiveAt > now ? effectiveAt : now, expiresAt);
}

/** The bucket of a grant. */
export function addPromo(draft: Draft, grant: Omit<EventData<'PromoGranted'>, 'bucketId'>, startsAt: Instant): void {
  draft.add('PromoGranted', { bucketId: draft.newId('bkt'), ...grant }, startsAt);
}

export function requireExpiryAfter(startsAt: Instant, expiresAt: Instant | undefined, field = 'expiresAt'): void {
  if (expiresAt !== undefined && expiresAt <= startsAt) {
    throw new DomainError('invalid', `${field} must lie after ${startsAt}.`, { field });
  }
}
