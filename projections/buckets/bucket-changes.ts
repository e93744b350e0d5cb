/**
 * What an entry's movements (libs/domain/account/movements.ts) do to bucket rows. A bucket's credits only ever change
 * their part, so that granted = remaining + held + spent + lapsed + withdrawn holds by construction.
 */
import type { Entry } from '#domain/account/entries.js';
import type { Grant } from '#domain/account/grants.js';
import { type Books, type Movement, type Place, movementsOf } from '#domain/account/movements.js';
import { invariant } from '#domain/errors.js';
import { type Amount, sum } from '#domain/money.js';
import type { RowsSeen } from '#read-models/projection/projection.js';
import type { BucketRow, Part } from './bucket-row.js';

export type BucketChange =
  | { readonly kind: 'grant'; readonly bucketId: string; readonly amount: Amount; readonly grant: Grant }
  | { readonly kind: 'activate'; readonly bucketId: string; readonly amount: Amount }
  | {
      readonly kind: 'move';
      readonly bucketId: string;
      readonly amount: Amount;
      readonly from: Part;
      readonly to: Part;
    };

/** Where a bucket's credits count once they have left it for a place, until they come back from there. */
const PART_AT: Readonly<Record<Exclude<Place['kind'], 'bucket' | 'pending'>, Part>> = {
  held: 'held',
  usage: 'spent',
  // Usage has left the debt that they repay.
  overdraft: 'spent',
  lapsed: 'lapsed',
  withdrawals: 'withdrawn',
  payouts: 'withdrawn',
  // Taken back from the customer.
  sales: 'withdrawn',
  returns: 'withdrawn',
  promotions: 'withdrawn',
};

/**
 * `before`: rows by bucket id, those that the entry moves at least. Moves of a bucket between the same parts are one where
 * they follow each other: a charge of many lines changes its row once.
 */
export function bucketChangesOf(entry: Entry, before: RowsSeen<BucketRow>): readonly BucketChange[] {
  const runs: Run[] = [];
  const last = new Map<string, Run>();
  for (const movement of movementsOf(entry, booksIn(before))) {
    const change = changeBy(movement);
    if (change === null) continue;
    const run = last.get(change.bucketId);
    if (run && isLike(run.change, change)) run.amounts.push(change.amount);
    else {
      const begun = { change, amounts: [change.amount] };
      last.set(change.bucketId, begun);
      runs.push(begun);
    }
  }
  return runs.map(({ change, amounts }) => (amounts.length === 1 ? change : { ...change, amount: sum(amounts) }));
}

type Run = { readonly change: BucketChange; readonly amounts: Amount[] };

const isLike = (one: BucketChange, other: BucketChange): boolean =>
  one.kind === 'move' && other.kind === 'move' && one.from === other.from && one.to === other.to;

const booksIn = (rows: RowsSeen<BucketRow>): Books => ({
  isPending: (bucketId) => rows.get(bucketId)?.isPending === true,
  everyPending: () => [...rows.values()].filter((row) => row.isPending),
});

function changeBy({ from, to, amount, grant }: Movement): BucketChange | null {
  if (grant) return { kind: 'grant', bucketId: grant.bucketId, amount, grant };
  const [left, reached] = [bucketAt(from), bucketAt(to)];
  if (from.kind === 'held' || to.kind === 'held') {
    const bucketId = left ?? reached ?? '';
    return { kind: 'move', bucketId, amount, from: partAt(from), to: partAt(to) };
  }
  if (left !== null && reached !== null) {
    invariant(left === reached, 'Credits of a bucket stay in it or leave all buckets', left);
    return { kind: 'activate', bucketId: left, amount };
  }
  if (left !== null) return { kind: 'move', bucketId: left, amount, from: 'remaining', to: partAt(to) };
  return reached === null ? null : { kind: 'move', bucketId: reached, amount, from: partAt(from), to: 'remaining' };
}

const bucketAt = (place: Place): string | null => ('bucketId' in place ? place.bucketId : null);
const partAt = (place: Place): Part =>
  place.kind === 'bucket' || place.kind === 'pending' ? 'remaining' : PART_AT[place.kind];
