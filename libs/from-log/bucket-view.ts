/** Buckets as they are shown (rule 9.2). */
import type { BucketKind, BucketSource, Scope } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import { inCycle } from '#domain/account/plans/cycles.js';
import { type Amount, ZERO, add, isZero } from '#domain/money.js';
import { type BucketRow, byGrant } from '#projections/buckets/bucket-row.js';

/** Amounts in credits: granted = remaining + held + spent + lapsed + withdrawn; `remaining` excludes held. */
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

/** In the order of granting, as recorded; an allowance that stands with the dates of its cycle at an instant. */
export const bucketsAsRecorded = (rows: Iterable<BucketRow>, at: Instant): readonly BucketView[] =>
  [...rows].sort(byGrant).map((row) => bucketView(inCycle(row, at)));

/** In the order of granting. What has expired by `at` has lapsed, whether or not it is recorded yet (rule 9.1). */
export const bucketsAt = (rows: Iterable<BucketRow>, at: Instant): readonly BucketView[] =>
  bucketsAsRecorded(
    Array.from(rows, (row) => lapsedBy(row, at)),
    at,
  );

function lapsedBy(row: BucketRow, at: Instant): BucketRow {
  const isOver = row.expiresAt !== undefined && row.expiresAt <= at;
  if (!isOver || isZero(row.remaining)) return row;
  return { ...row, remaining: ZERO, lapsed: add(row.lapsed, row.remaining) };
}

function bucketView(row: BucketRow): BucketView {
  const { bucketId, kind, source, scope = null, granted, remaining, held, spent, lapsed, withdrawn } = row;
  const { effectiveAt, expiresAt = null } = row;
  return { bucketId, kind, source, scope, granted, remaining, held, spent, lapsed, withdrawn, effectiveAt, expiresAt };
}
