/** Free credits repay debt, the oldest first (rules 6.4, 6.5). */
import type { Instant } from '../../messages.js';
import { type Amount, ZERO, add, isPositive, isZero, min, subtract, sum } from '../../money.js';
import { allocated, allocationLine, byConsumption, covers, isSpendable } from '../buckets.js';
import type { Draft } from '../draft.js';
import type { AllocationLine, Repayment } from '../events.js';
import { MOST_DEBTS_AT_ONCE } from '../limits.js';
import { inCycle } from '../plans/cycles.js';
import type { Account, Bucket, Debt } from '../state.js';

type Payer = { readonly bucket: Bucket; left: Amount };

/** Prepaid and unscoped promo repay any debt; scoped promo none. */
const repaysAny = (bucket: Bucket, at: Instant): boolean =>
  isSpendable(bucket, at) && (bucket.kind === 'prepaid' || (bucket.kind === 'promo' && bucket.scope === undefined));

const isAllowance = (bucket: Bucket, at: Instant): boolean => bucket.kind === 'allowance' && isSpendable(bucket, at);

/** An allowance repays only debt of usage that it may pay. */
const mayRepay = ({ kind, scope }: Bucket, { usage }: Pick<Debt, 'usage'>): boolean =>
  kind !== 'allowance' || (usage !== undefined && covers(scope, usage));

/** What is free at an instant and would repay a debt that is left beside those that there are, but for what is left in `others`. */
export function repayableAt(
  { buckets, debts }: Account,
  at: Instant,
  others: readonly AllocationLine[],
  debt: Pick<Debt, 'amount' | 'usage'>,
): Amount {
  const isTaken = new Set(others.map(({ bucketId }) => bucketId));
  const free = buckets.filter((bucket) => !isTaken.has(bucket.bucketId));
  const owed = (bucket: Bucket) => sum([...debts, debt].filter((each) => mayRepay(bucket, each)).map((d) => d.amount));
  const allowances = free.filter((bucket) => isAllowance(bucket, at)).map((b) => min(b.remaining, owed(b)));
  return add(sum(allowances), sum(free.filter((bucket) => repaysAny(bucket, at)).map((b) => b.remaining)));
}

/** The oldest debts first, as many as one entry names; what is left of them is due at once. */
export function repayOverdraft(draft: Draft, isContinued = false): void {
  const { buckets, debts } = draft.account;
  if (debts.length === 0) return;
  const { at } = draft;
  const purse = buckets
    .filter((bucket) => isPositive(bucket.remaining) && (repaysAny(bucket, at) || isAllowance(bucket, at)))
    .sort(byConsumption)
    .map((bucket): Payer => ({ bucket: inCycle(bucket, at), left: bucket.remaining }));
  const isRepayable = (debt: Debt) => purse.some(({ bucket, left }) => isPositive(left) && mayRepay(bucket, debt));
  const repayments: Repayment[] = [];
  for (const debt of debts) {
    if (repayments.length === MOST_DEBTS_AT_ONCE) break;
    const from = repaymentOf(debt, purse);
    if (from.length > 0) repayments.push(repayment(debt, from));
    else if (purse.every(({ left }) => isZero(left))) break;
  }
  if (repayments.length === 0) return;
  const last = repayments.at(-1)?.revision ?? 0;
  const goesOn = repayments.length === MOST_DEBTS_AT_ONCE && debts.some((d) => d.revision > last && isRepayable(d));
  draft.add('OverdraftRepaid', {
    amount: allocated(repayments.flatMap((r) => r.from)),
    repayments,
    ...(goesOn && { goesOnAt: at }),
    ...(isContinued && { isContinued }),
  });
}

function repayment({ revision, usage }: Debt, from: readonly AllocationLine[]): Repayment {
  const isOfPlan = usage?.model !== undefined && from.some(({ kind }) => kind === 'allowance');
  return { revision, from, ...(isOfPlan && { model: usage.model }) };
}

/** What the purse pays of a debt; it is lighter by that. */
function repaymentOf(debt: Debt, purse: readonly Payer[]): AllocationLine[] {
  const from: AllocationLine[] = [];
  let open = debt.amount;
  for (const payer of purse) {
    const part = mayRepay(payer.bucket, debt) ? min(open, payer.left) : ZERO;
    if (isZero(part)) continue;
    from.push(allocationLine(payer.bucket, part));
    payer.left = subtract(payer.left, part);
    open = subtract(open, part);
  }
  return from;
}
