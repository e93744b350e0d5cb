/**
 * How each entry moves credits: how much leaves which place for which other. This table is the only one that says it.
 * Postings, what becomes of a bucket's credits, amounts of transactions and balances of the past are computed from it.
 */
import { type Amount, ZERO, add, isZero, negate, subtract } from '../money.js';
import type { Entry } from './entries.js';
import type { AllocationLine, BucketKind, BucketSource, ChargeLine, TakenBack } from './events.js';
import { type Grant, grantedAllowance, grantedPromo, grantedPrepaid, termsIn } from './grants.js';
import { type Meanings, meaningOf } from './meanings.js';

/** Where credits are, come from, or go to. Debt is a place that credits leave before anybody has them. */
export type Place =
  /** What is left in a bucket. */
  | { readonly kind: 'bucket'; readonly bucketId: string }
  /** A grant that has not become effective. */
  | { readonly kind: 'pending'; readonly bucketId: string }
  /** Set aside in a bucket for a hold. */
  | { readonly kind: 'held'; readonly bucketId: string }
  | { readonly kind: 'overdraft' }
  /** Set aside for withdrawals that are under review. */
  | { readonly kind: 'withdrawals' }
  /** Withdrawn for good. */
  | { readonly kind: 'payouts' }
  | { readonly kind: 'sales'; readonly isPaid: boolean }
  /** Money that was paid otherwise than in credits, for a product. */
  | { readonly kind: 'returns'; readonly product: string }
  | { readonly kind: 'promotions'; readonly source: BucketSource }
  | { readonly kind: 'usage'; readonly product: string }
  | { readonly kind: 'lapsed'; readonly bucketKind: BucketKind };

/** `amount` is in credits and not negative. `grant`: the movement is what makes the bucket that it reaches. */
export type Movement = {
  readonly from: Place;
  readonly to: Place;
  readonly amount: Amount;
  readonly grant?: Grant;
};

/** What an entry does not say of itself: which grants were pending just before it. */
export type Books = {
  readonly isPending: (bucketId: string) => boolean;
  readonly everyPending: () => readonly PendingGrant[];
};
type PendingGrant = { readonly bucketId: string; readonly remaining: Amount };

/** The books of an account, or of rows that stand for it. */
export const booksOf = (buckets: readonly (PendingGrant & { readonly isPending: boolean })[]): Books => ({
  isPending: (bucketId) => buckets.some((bucket) => bucket.isPending && bucket.bucketId === bucketId),
  everyPending: () => buckets.filter((bucket) => bucket.isPending),
});

/** An entry's movements, in the order in which credits move; none where it moves no credits. */
export const movementsOf = (entry: Entry, before: Books): readonly Movement[] =>
  meaningOf(MOVEMENTS, entry, before) ?? [];

/** By how much movements change the balance's total: what reaches the places that it counts, less what leaves them. */
export const changeOfTotal = (movements: readonly Movement[]): Amount => changeIn(IS_IN_TOTAL, movements);

/** By how much movements change what is left in all buckets together. */
export const changeOfAvailable = (movements: readonly Movement[]): Amount => changeIn(IS_AVAILABLE, movements);

/** By how much movements change the debt. */
export const changeOfDebt = (movements: readonly Movement[]): Amount => negate(changeIn(IS_DEBT, movements));

function changeIn(isCounted: Readonly<Record<Place['kind'], boolean>>, movements: readonly Movement[]): Amount {
  let change: Amount = ZERO;
  for (const { from, to, amount } of movements) {
    const [leaves, reaches] = [isCounted[from.kind], isCounted[to.kind]];
    if (leaves === reaches || isZero(amount)) continue;
    if (reaches) change = add(change, amount);
    else change = change === ZERO ? negate(amount) : subtract(change, amount);
  }
  return change;
}

/** What an entry grants: the terms of each bucket that it makes. */
export const grantsOf = (entry: Entry): readonly Grant[] =>
  movementsOf(entry, booksOf([])).flatMap(({ grant }) => grant ?? []);

/** The buckets that an entry's movements leave or reach, each once; of some entries only the account knows them. */
export function bucketsMovedBy(entry: Entry): readonly string[] | 'every bucket' {
  let isAnyPending = false;
  const everyPending = () => {
    isAnyPending = true;
    return [];
  };
  const bucketIds = new Set<string>();
  for (const { from, to } of movementsOf(entry, { isPending: () => false, everyPending })) {
    if ('bucketId' in from) bucketIds.add(from.bucketId);
    if ('bucketId' in to) bucketIds.add(to.bucketId);
  }
  return isAnyPending ? 'every bucket' : [...bucketIds];
}

/** The balance's total is what is left in buckets and what is held of them, less the debt: rule 10.3. */
const IS_IN_TOTAL: Readonly<Record<Place['kind'], boolean>> = {
  bucket: true,
  held: true,
  overdraft: true,
  pending: false,
  withdrawals: false,
  payouts: false,
  sales: false,
  returns: false,
  promotions: false,
  usage: false,
  lapsed: false,
};
const IS_AVAILABLE: typeof IS_IN_TOTAL = { ...IS_IN_TOTAL, held: false, overdraft: false };
const IS_DEBT: typeof IS_IN_TOTAL = { ...IS_IN_TOTAL, bucket: false, held: false };

const bucket = (bucketId: string): Place => ({ kind: 'bucket', bucketId });
const pending = (bucketId: string): Place => ({ kind: 'pending', bucketId });
const held = (bucketId: string): Place => ({ kind: 'held', bucketId });
const promotions = (source: BucketSource): Place => ({ kind: 'promotions', source });
const usage = (product: string): Place => ({ kind: 'usage', product });
const lapsed = (bucketKind: BucketKind): Place => ({ kind: 'lapsed', bucketKind });
const OVERDRAFT: Place = { kind: 'overdraft' };
const WITHDRAWALS: Place = { kind: 'withdrawals' };
const PAYOUTS: Place = { kind: 'payouts' };
const PREPAID: Place = { kind: 'sales', isPaid: true };
const UNPAID: Place = { kind: 'sales', isPaid: false };

const outOf = (lines: readonly AllocationLine[], to: Place): Movement[] =>
  lines.map(({ bucketId, amount }) => ({ from: bucket(bucketId), to, amount }));
const into = (lines: readonly AllocationLine[], from: Place): Movement[] =>
  lines.map(({ bucketId, amount }) => ({ from, to: bucket(bucketId), amount }));

const takenBackTo = (to: Place, { bucketId, amount, overdraft }: TakenBack): Movement[] => [
  { from: bucket(bucketId), to, amount },
  { from: OVERDRAFT, to, amount: overdraft },
];
/** Between buckets and what is held of them, or out of that. */
const holding = (lines: readonly AllocationLine[]): Movement[] =>
  lines.map(({ bucketId, amount }) => ({ from: bucket(bucketId), to: held(bucketId), amount }));
const outOfHold = (lines: readonly AllocationLine[], to: (bucketId: string) => Place): Movement[] =>
  lines.map(({ bucketId, amount }) => ({ from: held(bucketId), to: to(bucketId), amount }));

/** One list for all lines: an event may hold hundreds. */
function charged(lines: readonly ChargeLine[]): readonly Movement[] {
  const movements: Movement[] = [];
  for (const { product, allocation, overdraft } of lines) {
    const to = usage(product);
    for (const { bucketId, amount } of allocation) movements.push({ from: bucket(bucketId), to, amount });
    if (!isZero(overdraft)) movements.push({ from: OVERDRAFT, to, amount: overdraft });
  }
  return movements;
}

const MOVEMENTS: Meanings<'movements', readonly Movement[], Books> = {
  AccountClosed: (_, { everyPending }) =>
    everyPending().map(({ bucketId, remaining }) => ({
      from: pending(bucketId),
      to: lapsed('promo'),
      amount: remaining,
    })),
  PromoGranted: (entry) => {
    const grant = grantedPromo(entry);
    const to = grant.isPending ? pending(grant.bucketId) : bucket(grant.bucketId);
    return [{ from: promotions(grant.source), to, amount: entry.data.amount, grant }];
  },
  PromoVoided: ({ data: { bucketId, amount } }, { isPending }) => [
    { from: isPending(bucketId) ? pending(bucketId) : bucket(bucketId), to: lapsed('promo'), amount },
  ],
  BucketActivated: ({ data: { bucketId, amount } }) => [{ from: pending(bucketId), to: bucket(bucketId), amount }],
  BucketExpired: ({ data: { bucketId, kind, amount } }) => [{ from: bucket(bucketId), to: lapsed(kind), amount }],
  BucketExpiryReversed: ({ data: { bucketId, kind, amount } }) => [
    { from: lapsed(kind), to: bucket(bucketId), amount },
  ],
  AllowanceRefreshed: (entry) => {
    const grant = grantedAllowance(entry);
    return [{ from: promotions('plan'), to: bucket(grant.bucketId), amount: entry.data.amount, grant }];
  },
  PurchaseApproved: (entry) => {
    const { bucketId, amount, paid } = entry.data;
    const grant = grantedPrepaid(entry, 'request');
    return [{ from: paid ? PREPAID : UNPAID, to: bucket(bucketId), amount, grant }];
  },
  PurchaseCompleted: (entry) => {
    const { bucketId, amount, isGranted } = entry.data;
    if (isGranted) return [{ from: PREPAID, to: UNPAID, amount }];
    return [{ from: PREPAID, to: bucket(bucketId), amount, grant: grantedPrepaid(entry, 'purchase') }];
  },
  PurchaseFailed: ({ data: { takenBack } }) => (takenBack ? takenBackTo(UNPAID, takenBack) : []),
  PurchaseReversed: ({ data: { takenBack } }) => takenBackTo(PREPAID, takenBack),
  CreditsReturned: (entry) => {
    const { bucketId, product, amount } = entry.data;
    const from: Place = { kind: 'returns', product };
    return [{ from, to: bucket(bucketId), amount, grant: grantedPrepaid(entry, 'return') }];
  },
  UsageCharged: ({ data: { lines } }) => charged(lines),
  UsageRefunded: ({ revision, recordedAt, data: { product, allocation, overdraft } }) => {
    const from = usage(product);
    const back = allocation.map((line, nth): Movement => {
      const movement = { from, to: bucket(line.bucketId), amount: line.amount };
      if (line.insteadOf === undefined) return movement;
      return { ...movement, grant: { ...termsIn(line, recordedAt), isPending: false, revision, nth } };
    });
    return [{ from, to: OVERDRAFT, amount: overdraft }, ...back];
  },
  OverdraftRepaid: ({ data: { repayments } }) => repayments.flatMap((repayment) => outOf(repayment.from, OVERDRAFT)),
  HoldPlaced: ({ data: { allocation } }) => holding(allocation),
  HoldCaptured: ({ data: { allocation, product } }) => outOfHold(allocation, () => usage(product)),
  HoldReleased: ({ data: { allocation } }) => outOfHold(allocation, bucket),
  HoldExpired: ({ data: { allocation } }) => outOfHold(allocation, bucket),
  PendingPaymentSettled: ({ data: { allocation, product } }) => outOf(allocation, usage(product)),
  WithdrawalRequested: ({ data: { allocation } }) => outOf(allocation, WITHDRAWALS),
  WithdrawalRejected: ({ data: { allocation } }) => into(allocation, WITHDRAWALS),
  WithdrawalPaid: ({ data: { amount } }) => [{ from: WITHDRAWALS, to: PAYOUTS, amount }],
};
