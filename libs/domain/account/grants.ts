/** What a grant says of the bucket that it makes. The account's fold, rows of buckets and refunds read it here. */
import type { Instant } from '../messages.js';
import type { AllocationLine, BucketKind, BucketSource, EntryOf, Scope } from './events.js';
import type { Cycles } from './plans/cycles.js';

/** What a bucket may pay for, and from when to when. */
export type Terms = {
  readonly bucketId: string;
  readonly kind: BucketKind;
  readonly source: BucketSource;
  readonly scope?: Scope;
  readonly effectiveAt: Instant;
  readonly expiresAt?: Instant;
  /** Of an allowance. */
  readonly cycles?: Cycles;
};

/** What a bucket is from its grant on. */
export type Grant = Terms & {
  /** Granted for the future and not in effect yet, as far as is recorded. */
  readonly isPending: boolean;
  /** The entry that granted it, and which of several that this entry granted: together the order of granting. */
  readonly revision: number;
  readonly nth: number;
};

/** Written out: V8 takes a hundred times as long to spread what is left of another object. */
export function grantedPromo({ data, effectiveAt, recordedAt, revision }: EntryOf<'PromoGranted'>): Grant {
  const { bucketId, source, scope, expiresAt } = data;
  const isPending = effectiveAt > recordedAt;
  const grant: Writable<Grant> = { bucketId, kind: 'promo', source, effectiveAt, isPending, revision, nth: 0 };
  if (scope !== undefined) grant.scope = scope;
  if (expiresAt !== undefined) grant.expiresAt = expiresAt;
  return grant;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export const grantedPrepaid = (
  { data: { bucketId }, recordedAt, revision }: EntryOf<'PurchaseApproved' | 'PurchaseCompleted' | 'CreditsReturned'>,
  source: BucketSource,
): Grant => ({ bucketId, kind: 'prepaid', source, effectiveAt: recordedAt, isPending: false, revision, nth: 0 });

export function grantedAllowance({ data, effectiveAt, revision }: EntryOf<'AllowanceRefreshed'>): Grant {
  const { bucketId, plan, amount, refreshHours: hours, scope, expiresAt } = data;
  return {
    bucketId,
    kind: 'allowance',
    source: 'plan',
    ...(scope !== undefined && { scope }),
    effectiveAt,
    ...(expiresAt !== undefined && { expiresAt }),
    cycles: { plan, from: effectiveAt, hours, amount },
    isPending: false,
    revision,
    nth: 0,
  };
}

/** What a line says of a bucket that is new or has left the account's state; `at` where it does not say since when. */
export const termsIn = (
  { bucketId, kind, source, scope, effectiveAt, expiresAt }: AllocationLine,
  at: Instant,
): Terms => ({
  bucketId,
  kind,
  source,
  ...(scope !== undefined && { scope }),
  effectiveAt: effectiveAt ?? at,
  ...(expiresAt !== undefined && { expiresAt }),
});
