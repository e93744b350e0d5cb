/**
 * How the balance row is stored: what moves with every charge apart from the terms, which hardly ever change. The amounts of
 * buckets are in the order of their terms.
 */
import { type Account, type Bucket, unopened } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO } from '#domain/money.js';
import type { Parts } from '#read-models/projection/projection.js';
import { jsonList } from '../json-text.js';
import {
  type BalanceRow,
  type Service,
  type StoredHold,
  type StoredPurchase,
  mapped,
  purchaseWith,
  serviceOf,
  settingsWith,
  storedHold,
  storedPurchase,
} from './balance-row.js';
import { BUCKET_TERMS, type MovingBucketMember, TERMS, type WholeTerm } from './stored-members.js';

type BucketTerms = Omit<Bucket, MovingBucketMember>;
type Terms = Pick<Account, WholeTerm> & {
  readonly buckets: readonly BucketTerms[];
  readonly service: Service;
  /** Open ones. */
  readonly purchases: Readonly<Record<string, StoredPurchase>>;
  /** Open ones, in the order in which they were placed. */
  readonly holds: readonly StoredHold[];
};

/** What remains of a bucket; the rest of it where there is any. */
type BucketAmounts = Amount | readonly [remaining: Amount, held: Amount, lapsed: Amount, endedAt?: Instant];
type Amounts = readonly [
  revision: number,
  recordedAt: Instant,
  overdraft: Amount,
  debts: Account['debts'],
  buckets: readonly BucketAmounts[],
];

/** The part that moves with every charge. */
export const AMOUNTS = 'amounts';

export const balanceParts: Parts<BalanceRow> = {
  names: ['terms', AMOUNTS],
  json: { terms: (row) => JSON.stringify(termsOf(row)), [AMOUNTS]: amountsOf },
  rowOf: ({ terms, amounts }) => accountOf(terms as Terms, amounts as Amounts),
};

/** An event leaves all that it does not change the very same objects. */
export const hasSameTerms = (row: BalanceRow, before: BalanceRow): boolean =>
  TERMS.every((member) => row[member] === before[member]) &&
  row.buckets.length === before.buckets.length &&
  row.buckets.every((bucket, nth) => {
    const earlier = before.buckets[nth];
    return bucket === earlier || BUCKET_TERMS.every((member) => bucket[member] === earlier?.[member]);
  });

/** JSON of `Amounts`. */
function amountsOf({ revision, recordedAt, overdraft, debts, buckets }: BalanceRow): string {
  const owed = debts.length === 0 ? '[]' : JSON.stringify(debts);
  return `[${revision},"${recordedAt}","${overdraft}",${owed},${jsonList(buckets.map(bucketAmounts))}]`;
}

function bucketAmounts({ remaining, held, lapsed, endedAt }: Bucket): string {
  if (endedAt !== undefined) return `["${remaining}","${held}","${lapsed}","${endedAt}"]`;
  return held === ZERO && lapsed === ZERO ? `"${remaining}"` : `["${remaining}","${held}","${lapsed}"]`;
}

/** Written out, for V8: it is done for all that an account begins with. */
const termsOf = (account: BalanceRow): Terms => ({
  accountId: account.accountId,
  tag: account.tag,
  openedAt: account.openedAt,
  status: account.status,
  paygUnlocked: account.paygUnlocked,
  pendingPayments: account.pendingPayments,
  resources: account.resources,
  buckets: account.buckets.map(bucketTerms),
  service: serviceOf(account.settings),
  purchases: mapped(account.purchases, storedPurchase),
  holds: account.holds.map(storedHold),
  ...(account.name !== undefined && { name: account.name }),
  ...(account.graceDeadline !== undefined && { graceDeadline: account.graceDeadline }),
  ...(account.repaymentGoesOnAt !== undefined && { repaymentGoesOnAt: account.repaymentGoesOnAt }),
  ...(account.autoRecharge !== undefined && { autoRecharge: account.autoRecharge }),
  ...(account.plan !== undefined && { plan: account.plan }),
  ...(account.isDepleted !== undefined && { isDepleted: account.isDepleted }),
});

function bucketTerms(bucket: Bucket): BucketTerms {
  const { remaining: _, held: __, lapsed: ___, endedAt: ____, ...terms } = bucket;
  return terms;
}

function accountOf({ buckets, service, purchases, ...others }: Terms, amounts: Amounts): BalanceRow {
  const [revision, recordedAt, overdraft, debts, ofBuckets] = amounts;
  return {
    ...others,
    settings: settingsWith(service),
    purchases: mapped(purchases, purchaseWith),
    withdrawals: unopened.withdrawals,
    revision,
    recordedAt,
    overdraft,
    debts,
    buckets: buckets.map((bucket, nth) => bucketOf(bucket, ofBuckets[nth] ?? ZERO)),
  };
}

function bucketOf(terms: BucketTerms, amounts: BucketAmounts): Bucket {
  if (typeof amounts === 'string') return { ...terms, remaining: amounts, held: ZERO, lapsed: ZERO };
  const [remaining, held, lapsed, endedAt] = amounts;
  return { ...terms, remaining, held, lapsed, ...(endedAt !== undefined && { endedAt }) };
}
