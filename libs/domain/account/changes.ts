/** The steps that `evolve` is written in: buckets gain and lose credits, debts are left and repaid. */
import { invariant } from '../errors.js';
import { type Instant, shifted } from '../messages.js';
import { type Amount, ZERO, add, isNegative, isZero, subtract, sum } from '../money.js';
import { placeOf } from './bucket-list.js';
import type { AllocationLine, ChargeLine, EventData, TakenBack } from './events.js';
import { type Grant, grantedPurchase, termsIn } from './grants.js';
import { newId, nthOf, revisionOf } from './ids.js';
import type { EntryOf } from './meanings.js';
import { type Account, type Bucket, type Debt, accountWith, bucketWith } from './state.js';

/** How late usage may be reported (rule 5.3), and so how long an ended bucket stays in the state: it may still pay. */
export const LATE_USAGE_MS = 72 * 3_600_000;

/** The bucket that a grant makes. */
export const granted = (grant: Omit<Grant, 'nth'>, remaining: Amount, isWithdrawable: boolean): Bucket => ({
  bucketId: grant.bucketId,
  kind: grant.kind,
  source: grant.source,
  revision: grant.revision,
  effectiveAt: grant.effectiveAt,
  isPending: grant.isPending,
  isWithdrawable,
  remaining,
  held: ZERO,
  lapsed: ZERO,
  ...(grant.scope !== undefined && { scope: grant.scope }),
  ...(grant.expiresAt !== undefined && { expiresAt: grant.expiresAt }),
});

/** Nearly always the newest grant: then there is nothing to sort. */
export function withBucket(account: Account, bucket: Bucket): Account {
  const newest = account.buckets.at(-1);
  const buckets = [...account.buckets, bucket];
  return { ...account, buckets: newest && byGrant(newest, bucket) > 0 ? buckets.sort(byGrant) : buckets };
}

const byGrant = (a: Bucket, b: Bucket): number => a.revision - b.revision || nthOf(a.bucketId) - nthOf(b.bucketId);

export function change(account: Account, bucketId: string, to: (bucket: Bucket) => Bucket): Account {
  const place = placeOf(account, bucketId);
  const bucket = account.buckets[place];
  if (!bucket) return account;
  const buckets = [...account.buckets];
  buckets[place] = notNegative(to(bucket));
  return accountWith(account, { buckets });
}

export function notNegative(bucket: Bucket): Bucket {
  const isSound = !isNegative(bucket.remaining) && !isNegative(bucket.lapsed);
  invariant(isSound, `Bucket ${bucket.bucketId} is not below zero`);
  return bucket;
}

export const ended = (bucket: Bucket, at: Instant): Bucket => ({ ...bucket, endedAt: bucket.endedAt ?? at });

/** A bucket that has paid. One that is used up ends, until something comes back. */
export function paying(bucket: Bucket, amount: Amount, at: Instant): Bucket {
  const paid = bucketWith(bucket, subtract(bucket.remaining, amount));
  return isZero(paid.remaining) && isZero(paid.held) ? ended(paid, at) : paid;
}

export function take(account: Account, allocation: readonly AllocationLine[], at: Instant): Account {
  if (allocation.length === 0) return account;
  const open = amountsOf(allocation);
  const buckets = account.buckets.map((bucket) => {
    const amount = open.get(bucket.bucketId);
    if (amount === undefined) return bucket;
    open.delete(bucket.bucketId);
    return notNegative(paying(bucket, amount, at));
  });
  invariant(open.size === 0, `Bucket ${[...open.keys()].join(', ')} that pays is there`);
  return accountWith(account, { buckets });
}

/** Credits come back to their buckets; one that has left the state is made again from what the allocation says of it. */
export function give(account: Account, allocation: readonly AllocationLine[], revision: number, at: Instant): Account {
  const open = amountsOf(allocation);
  const buckets = account.buckets.map((bucket) => {
    const amount = open.get(bucket.bucketId);
    if (amount === undefined) return bucket;
    open.delete(bucket.bucketId);
    const { endedAt, ...given } = { ...bucket, remaining: add(bucket.remaining, amount) };
    return hasEndedForGood(given, at) ? { ...given, endedAt: endedAt ?? at } : given;
  });
  const absent = allocation.filter(({ bucketId }) => open.has(bucketId));
  const made = absent.map((line) => revived(account, line, revision, at));
  return accountWith(account, { buckets: made.length === 0 ? buckets : [...buckets, ...made].sort(byGrant) });
}

/** By bucket: a repayment may name one several times. */
function amountsOf(allocation: readonly AllocationLine[]): Map<string, Amount> {
  const amounts = new Map<string, Amount>();
  for (const { bucketId, amount } of allocation) {
    const known = amounts.get(bucketId);
    amounts.set(bucketId, known === undefined ? amount : add(known, amount));
  }
  return amounts;
}

const hasEndedForGood = ({ isVoided, expiresAt }: Bucket, at: Instant): boolean =>
  isVoided === true || (expiresAt !== undefined && expiresAt <= at);

function revived(account: Account, line: AllocationLine, revision: number, at: Instant): Bucket {
  const isUnpaid = line.isUnpaid === true || Object.values(account.purchases).some((p) => p.bucketId === line.bucketId);
  const isWithdrawable = line.kind === 'prepaid' && !isUnpaid;
  const grantRevision = revisionOf(line.bucketId, 'bkt', account.tag) ?? revision;
  const grant = { ...termsIn(line, at), isPending: false, revision: grantRevision };
  return granted(grant, line.amount, isWithdrawable);
}

/** A debt of zero is none. */
export const indebted = (account: Account, debt: Debt): Account =>
  isZero(debt.amount)
    ? account
    : { ...account, overdraft: add(account.overdraft, debt.amount), debts: [...account.debts, debt] };

export const charged = (account: Account, line: ChargeLine, at: Instant): Account =>
  indebted(take(account, line.allocation, at), {
    revision: line.revision,
    transactionId: line.transactionId,
    amount: line.overdraft,
  });

export function refunded(account: Account, refund: EventData<'UsageRefunded'>, revision: number, at: Instant): Account {
  const given = give(account, refund.allocation, revision, at);
  return reduced(given, [{ revision: refund.chargeRevision, amount: refund.overdraft }]);
}

export function repaid(account: Account, repaid: EventData<'OverdraftRepaid'>, at: Instant): Account {
  const parts = repaid.repayments.map((r) => ({
    revision: r.revision,
    amount: sum(r.from.map((line) => line.amount)),
  }));
  const paid = take(
    account,
    repaid.repayments.flatMap((r) => r.from),
    at,
  );
  const { repaymentGoesOnAt: _, ...rest } = reduced(paid, parts);
  return repaid.goesOnAt === undefined ? rest : { ...rest, repaymentGoesOnAt: repaid.goesOnAt };
}

/** Open debts become smaller; those that reach zero are gone. */
function reduced(account: Account, parts: readonly { revision: number; amount: Amount }[]): Account {
  const by = new Map(parts.map((part) => [part.revision, part.amount]));
  const debts = account.debts
    .map((debt) => ({ ...debt, amount: subtract(debt.amount, by.get(debt.revision) ?? ZERO) }))
    .filter((debt) => !isZero(debt.amount));
  invariant(!debts.some((debt) => isNegative(debt.amount)), 'No debt is repaid beyond its amount');
  return { ...account, debts, overdraft: subtract(account.overdraft, sum(parts.map((part) => part.amount))) };
}

export function approved(account: Account, event: EntryOf<'PurchaseApproved'>): Account {
  const { purchaseId, bucketId, amount, paid } = event.data;
  const bucket = granted(grantedPurchase(event, 'request'), amount, paid);
  const purchase = account.purchases[purchaseId];
  invariant(purchase !== undefined, 'An approved purchase was opened');
  if (paid) return withBucket({ ...settle(account, purchaseId), paygUnlocked: true }, bucket);
  return {
    ...withBucket(account, bucket),
    purchases: { ...account.purchases, [purchaseId]: { ...purchase, status: 'approved', bucketId } },
  };
}

/** The bucket gives what it has, the rest is debt of this entry; nothing that returns to the bucket is paid for. */
export function takenBack(account: Account, taken: TakenBack, revision: number, at: Instant): Account {
  const { bucketId, amount, overdraft } = taken;
  const emptied = change(account, bucketId, (b) => ({ ...paying(b, amount, at), isWithdrawable: false }));
  const transactionId = newId('tx', account.tag, revision);
  return {
    ...indebted(emptied, { revision, transactionId, amount: overdraft }),
  };
}

export const settle = (account: Account, purchaseId: string): Account => ({
  ...account,
  purchases: without(account.purchases, purchaseId),
});

export function without<T>(items: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  const { [id]: _, ...others } = items;
  return others;
}

export function withoutGrace(account: Account): Account {
  const { graceDeadline: _, ...others } = account;
  return others;
}

export function withoutLongEnded(buckets: readonly Bucket[], now: Instant): readonly Bucket[] {
  if (!buckets.some((b) => b.endedAt !== undefined)) return buckets;
  const isLongEnded = longEndedAt(now);
  return buckets.filter((b) => !isLongEnded(b));
}

/** Which buckets leave the state: late usage can't want them any more, and nothing is in them. */
export function longEndedAt(now: Instant): (bucket: Bucket) => boolean {
  const until = shifted(now, -LATE_USAGE_MS);
  return (b) => b.endedAt !== undefined && b.endedAt < until && isZero(b.held) && isZero(b.remaining);
}
