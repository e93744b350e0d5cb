/**
 * What an entry's movements (libs/domain/account/movements.ts) do to bucket rows. A bucket's credits only ever change
 * their part, so that granted = remaining + held + spent + lapsed + withdrawn holds by construction.
 */
import type { Entry } from '#domain/account/entries.js';
import type { Grant } from '#domain/account/grants.js';
import { type Books, type Movement, type Place, movementsOf } from '#domain/account/movements.js';
import { invariant } from '#domain/errors.js';
import { type Amount, sum } from '#domain/money.js';
import type { BucketRow, Part } from './bucket-row.js';

export type BucketChange =
  | { readonly kind: 'grant'; readonly bucketId: string; readonly amount: Amount; readonly grant: Grant }
  | { readonly kind: 'activate'; readonly bucketId: string }
  | {
      readonly kind: 'move';
      readonly bucketId: string;
      readonly amount: Amount;
      readonly from: Part;
      readonly to: Part;
    };

/** Where a bucket's credits count once they have left it for a place, until they come back from there. */
const PART_AT: Readonly<Record<Exclude<Place['kind'], 'bucket' | 'pending'>, Part>> = {
  usage: 'spent',
  // Usage has left the debt that they repay.
  overdraft: 'spent',
  lapsed: 'lapsed',
  withdrawals: 'withdrawn',
  payouts: 'withdrawn',
  // Taken back from the customer.
  sales: 'withdrawn',
  promotions: 'withdrawn',
};

/** `before`: rows by bucket id, those that the entry moves at least. */
export const bucketChangesOf = (entry: Entry, before: ReadonlyMap<string, BucketRow>): readonly BucketChange[] =>
  inOne(movementsOf(entry, booksIn(before)).flatMap((movement) => changeBy(movement) ?? []));

const booksIn = (rows: ReadonlyMap<string, BucketRow>): Books => ({
  isPending: (bucketId) => rows.get(bucketId)?.isPending === true,
  everyPending: () => [...rows.values()].filter((row) => row.isPending),
});

function changeBy({ from, to, amount, grant }: Movement): BucketChange | null {
  if (grant) return { kind: 'grant', bucketId: grant.bucketId, amount, grant };
  const [left, reached] = [bucketAt(from), bucketAt(to)];
  if (left !== null && reached !== null) {
    invariant(left === reached, `Credits of bucket ${left} stay in it or leave all buckets`);
    return { kind: 'activate', bucketId: left };
  }
  if (left !== null) return { kind: 'move', bucketId: left, amount, from: 'remaining', to: partAt(to) };
  return reached === null ? null : { kind: 'move', bucketId: reached, amount, from: partAt(from), to: 'remaining' };
}

const bucketAt = (place: Place): string | null => ('bucketId' in place ? place.bucketId : null);
const partAt = (place: Place): Part => ('bucketId' in place ? 'remaining' : PART_AT[place.kind]);

/** One move a bucket and pair of parts: a charge of many lines changes its row once. */
function inOne(changes: readonly BucketChange[]): readonly BucketChange[] {
  if (changes.length < 2) return changes;
  const amounts = new Map<string, Amount[]>();
  const first = changes.filter((change) => {
    if (change.kind !== 'move') return true;
    const move = keyOf(change);
    const known = amounts.get(move);
    if (known) known.push(change.amount);
    else amounts.set(move, [change.amount]);
    return known === undefined;
  });
  return first.map((change) =>
    change.kind === 'move' ? { ...change, amount: sum(amounts.get(keyOf(change)) ?? []) } : change,
  );
}

const keyOf = ({ bucketId, from, to }: Extract<BucketChange, { kind: 'move' }>): string => `${bucketId} ${from} ${to}`;
