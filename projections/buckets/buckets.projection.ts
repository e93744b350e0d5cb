/** Every bucket that an account ever had, spent, lapsed and future ones included, one row each. */
import { invariant } from '#domain/errors.js';
import { type Amount, ZERO, add, isNegative, subtract } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { type BucketRow, type Part, partsOf, withParts } from './bucket-row.js';
import { type Movement, movementsOf } from './movements.js';

/** Rows are keyed by bucket id. */
export const buckets: Projection<BucketRow, never> = {
  name: 'buckets',
  version: 1,
  keys(event) {
    if (event.type === 'AccountClosed') return 'every row';
    return movementsOf(event).flatMap((movement) => ('bucketId' in movement ? [movement.bucketId] : []));
  },
  evolve(rows, event) {
    const changed = new Map<string, BucketRow>();
    for (const movement of movementsOf(event)) {
      for (const row of moved(rows, changed, movement)) changed.set(row.bucketId, row);
    }
    return { rows: changed };
  },
};

function moved(
  rows: ReadonlyMap<string, BucketRow>,
  changed: ReadonlyMap<string, BucketRow>,
  movement: Movement,
): readonly BucketRow[] {
  if (movement.kind === 'lapse pending') {
    return [...rows.values()]
      .filter((row) => row.isPending)
      .map((row) => ({ ...transferred(row, row.remaining, 'remaining', 'lapsed'), isPending: false }));
  }
  if (movement.kind === 'grant') return [{ ...movement.grant, ...PARTS, ...amountsOf(movement.amount) }];
  const row = changed.get(movement.bucketId) ?? rows.get(movement.bucketId);
  invariant(row !== undefined, `Bucket ${movement.bucketId} was granted before it moves`);
  if (movement.kind === 'activate') return [{ ...row, isPending: false }];
  const { amount, from, to } = movement;
  return [{ ...transferred(row, amount, from, to), isPending: row.isPending && to !== 'lapsed' }];
}

const PARTS = { held: ZERO, spent: ZERO, lapsed: ZERO, withdrawn: ZERO };
const amountsOf = (granted: Amount) => ({ granted, remaining: granted });

function transferred(row: BucketRow, amount: Amount, from: Part, to: Part): BucketRow {
  const left = subtract(row[from], amount);
  invariant(!isNegative(left), `Bucket ${row.bucketId} has as much ${from} as leaves it`);
  const parts = partsOf(row);
  parts[from] = left;
  parts[to] = add(row[to], amount);
  return withParts(row, parts);
}
