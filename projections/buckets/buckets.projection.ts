/** Every bucket that an account ever had, spent, lapsed and future ones included, one row each. */
import { bucketsMovedBy } from '#domain/account/movements.js';
import { type Redated, redatedBy } from '#domain/account/plans/dates.js';
import { invariant } from '#domain/errors.js';
import { type Amount, ZERO, add, isNegative, subtract } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { AMOUNTS, bucketParts } from './bucket-parts.js';
import { type BucketRow, type Part, partsOf, withParts } from './bucket-row.js';
import { type BucketChange, bucketChangesOf } from './bucket-changes.js';

/** Rows are keyed by bucket id. */
export const buckets: Projection<BucketRow, never> = {
  of: 'account',
  name: 'buckets',
  version: 3,
  keys(event) {
    const bucketIds = bucketsMovedBy(event);
    if (bucketIds === 'every bucket') return 'every row';
    return [...new Set([...bucketIds, ...redatedBy(event).map(({ bucketId }) => bucketId)])];
  },
  evolve(rows, event) {
    const changes = bucketChangesOf(event, rows);
    for (const { bucketId, dates } of redatedBy(event)) {
      const row = rows.get(bucketId);
      if (row) rows.set(bucketId, redated(row, dates));
    }
    for (const change of changes) {
      const before = rows.get(change.bucketId);
      const after = rowAfter(change, before);
      rows.set(change.bucketId, after, before?.isPending === after.isPending ? AMOUNTS : undefined);
    }
  },
  parts: bucketParts,
};

export function rowAfter(change: BucketChange, row: BucketRow | undefined): BucketRow {
  if (change.kind === 'grant') return { ...change.grant, ...PARTS, ...amountsOf(change.amount) };
  invariant(row !== undefined, 'A bucket was granted before it moves', change.bucketId);
  if (change.kind === 'activate') return { ...row, isPending: false };
  const { amount, from, to } = change;
  const after = transferred(row, amount, from, to);
  return row.isPending && to === 'lapsed' ? { ...after, isPending: false } : after;
}

export function redated(row: BucketRow, dates: Redated['dates']): BucketRow {
  const { expiresAt: _, ...standing } = row;
  return dates ? { ...row, effectiveAt: dates.effectiveAt, expiresAt: dates.expiresAt } : standing;
}

const PARTS = { held: ZERO, spent: ZERO, lapsed: ZERO, withdrawn: ZERO };
const amountsOf = (granted: Amount) => ({ granted, remaining: granted });

function transferred(row: BucketRow, amount: Amount, from: Part, to: Part): BucketRow {
  const left = subtract(row[from], amount);
  invariant(!isNegative(left), 'A bucket has as much as leaves it', row.bucketId);
  const parts = partsOf(row);
  parts[from] = left;
  parts[to] = add(row[to], amount);
  return withParts(row, parts);
}
