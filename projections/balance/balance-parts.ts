/**
 * How the balance row is stored: what moves with every charge apart from the terms, which hardly ever change. The amounts of
 * buckets are in the order of their terms.
 */
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO } from '#domain/money.js';
import type { Parts } from '#read-models/projection/projection.js';
import type { BalanceBucket, BalanceRow } from './balance-row.js';

type Moving = 'revision' | 'recordedAt' | 'overdraft' | 'debts';
type BucketTerms = Omit<BalanceBucket, 'remaining' | 'held' | 'lapsed' | 'endedAt'>;
type Terms = Omit<BalanceRow, Moving | 'buckets'> & { readonly buckets: readonly BucketTerms[] };

/** What remains of a bucket; the rest of it where there is any. */
type BucketAmounts = Amount | readonly [remaining: Amount, held: Amount, lapsed: Amount, endedAt?: Instant];
type Amounts = readonly [
  revision: number,
  recordedAt: Instant,
  overdraft: Amount,
  debts: BalanceRow['debts'],
  buckets: readonly BucketAmounts[],
];

export const balanceParts: Parts<BalanceRow> = {
  names: ['terms', 'amounts'],
  differing: (row, before) =>
    before !== null && hasSameTerms(row, before)
      ? { amounts: amountsOf(row) }
      : { terms: termsOf(row), amounts: amountsOf(row) },
  rowOf: ({ terms, amounts }) => rowOf(terms as Terms, amounts as Amounts),
};

const amountsOf = ({ revision, recordedAt, overdraft, debts, buckets }: BalanceRow): Amounts => [
  revision,
  recordedAt,
  overdraft,
  debts,
  buckets.map(bucketAmounts),
];

function bucketAmounts({ remaining, held, lapsed, endedAt }: BalanceBucket): BucketAmounts {
  if (endedAt !== undefined) return [remaining, held, lapsed, endedAt];
  return held === ZERO && lapsed === ZERO ? remaining : [remaining, held, lapsed];
}

function termsOf(row: BalanceRow): Terms {
  const { revision: _, recordedAt: __, overdraft: ___, debts: ____, buckets, ...terms } = row;
  return { ...terms, buckets: buckets.map(bucketTerms) };
}

function bucketTerms(bucket: BalanceBucket): BucketTerms {
  const { remaining: _, held: __, lapsed: ___, endedAt: ____, ...terms } = bucket;
  return terms;
}

function rowOf(terms: Terms, [revision, recordedAt, overdraft, debts, amounts]: Amounts): BalanceRow {
  const buckets = terms.buckets.map((bucket, nth): BalanceBucket => {
    const own = amounts[nth] ?? ZERO;
    if (typeof own === 'string') return { ...bucket, remaining: own, held: ZERO, lapsed: ZERO };
    const [remaining, held, lapsed, endedAt] = own;
    return { ...bucket, remaining, held, lapsed, ...(endedAt !== undefined && { endedAt }) };
  });
  return { ...terms, revision, recordedAt, overdraft, debts, buckets };
}

const MOVING: ReadonlySet<string> = new Set<Moving | 'buckets'>([
  'revision',
  'recordedAt',
  'overdraft',
  'debts',
  'buckets',
]);
const OF_BUCKETS: ReadonlySet<string> = new Set(['remaining', 'held', 'lapsed', 'endedAt']);

/** Compared member by member, not as JSON: a charge leaves nearly all of them the very same objects. */
const hasSameTerms = (row: BalanceRow, before: BalanceRow): boolean =>
  row.buckets.length === before.buckets.length &&
  row.buckets.every(
    (bucket, nth) => bucket === before.buckets[nth] || isSame(bucket, before.buckets[nth], OF_BUCKETS),
  ) &&
  isSame(row, before, MOVING);

type Members = Readonly<Record<string, unknown>>;

function isSame(one: Members, other: Members | undefined, except: ReadonlySet<string>): boolean {
  if (!other) return false;
  for (const members of [one, other]) {
    for (const name in members) {
      if (!except.has(name) && !isEqual(one[name], other[name])) return false;
    }
  }
  return true;
}

const isEqual = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
