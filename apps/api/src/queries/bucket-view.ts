import type { BucketKind, BucketSource, Scope } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, add, isZero } from '#domain/money.js';
import { type BucketRow, byGrant } from '#projections/buckets/bucket-row.js';

/** Spec 11. Amounts in credits: granted = remaining + held + spent + lapsed + withdrawn; `remaining` excludes held. */
export type BucketView = {
  readonly bucketId: string;
  readonly kind: BucketKind;
  readonly source: BucketSource;
  readonly scope: Scope | null;
  readonly granted: Amount;
  readonly remaining: Amount;
  readonly held: Amount;
  readonly spent: Amount;
  readonly lapsed: Amount;
  readonly withdrawn: Amount;
  readonly effectiveAt: Instant;
  readonly expiresAt: Instant | null;
};

/** In the order of granting, as recorded. */
export const bucketsAsRecorded = (rows: Iterable<BucketRow>): readonly BucketView[] =>
  [...rows].sort(byGrant).map(bucketView);

/** In the order of granting. What has expired by `at` has lapsed, whether or not it is recorded yet (spec 9). */
export const bucketsAt = (rows: Iterable<BucketRow>, at: Instant): readonly BucketView[] =>
  bucketsAsRecorded(rows).map((bucket) => {
    const isOver = bucket.expiresAt !== null && bucket.expiresAt <= at;
    if (!isOver || isZero(bucket.remaining)) return bucket;
    return { ...bucket, remaining: ZERO, lapsed: add(bucket.lapsed, bucket.remaining) };
  });

export function bucketView(row: BucketRow): BucketView {
  const { bucketId, kind, source, scope = null, granted, remaining, held, spent, lapsed, withdrawn } = row;
  const { effectiveAt, expiresAt = null } = row;
  return {
    ...{ bucketId, kind, source, scope, granted, remaining, held, spent, lapsed, withdrawn, effectiveAt, expiresAt },
  };
}
