/** The steps that folds are written in: buckets come in, gain and lose credits, end and leave the state. */
import { invariant } from '../errors.js';
import { type Instant, shifted } from '../messages.js';
import { type Amount, ZERO, add, isNegative, isZero, subtract } from '../money.js';
import { noticesAfter, withNoticeAfter } from './alerts/expiry-notices.js';
import { placeOf } from './bucket-list.js';
import type { AllocationLine } from './credits.js';
import { type Grant, termsIn } from './grants.js';
import { nthOf, revisionOf } from './ids.js';
import { wouldEndAt } from './plans/cycles.js';
import { type Account, type Bucket, accountWith, bucketWith } from './state.js';
import { LATE_USAGE_MS } from './usage/late-usage.js';

/** The bucket that a grant makes. `at`: when, where that is not since it is effective; of its notices those after it come. */
export function granted(
  grant: Omit<Grant, 'nth'>,
  remaining: Amount,
  isWithdrawable: boolean,
  at: Instant = grant.effectiveAt,
): Bucket {
  const [noticeAt] = noticesAfter(grant, at > grant.effectiveAt ? at : grant.effectiveAt);
  return {
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
    ...(grant.cycles !== undefined && { cycles: grant.cycles }),
    ...(noticeAt !== undefined && { noticeAt }),
  };
}

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
  const isSound = !isNegative(bucket.remaining) && !isNegative(bucket.held) && !isNegative(bucket.lapsed);
  invariant(isSound, 'A bucket is not below zero', bucket.bucketId);
  return bucket;
}

export const ended = (bucket: Bucket, at: Instant): Bucket => ({ ...bucket, endedAt: bucket.endedAt ?? at });

/** A bucket that has paid. One that is used up ends, until something comes back. */
export function paying(bucket: Bucket, amount: Amount, at: Instant): Bucket {
  const paid = bucketWith(bucket, subtract(bucket.remaining, amount));
  return isZero(paid.remaining) && isZero(paid.held) ? ended(paid, at) : paid;
}

export const take = (account: Account, allocation: readonly AllocationLine[], at: Instant): Account =>
  changeEach(account, allocation, (bucket, amount) => paying(bucket, amount, at));

/** Sets credits aside in their buckets. */
export const hold = (account: Account, allocation: readonly AllocationLine[]): Account =>
  changeEach(account, allocation, (bucket, amount) => ({
    ...bucketWith(bucket, subtract(bucket.remaining, amount)),
    held: add(bucket.held, amount),
  }));

/** What was set aside is spent. */
export const spendHeld = (account: Account, allocation: readonly AllocationLine[], at: Instant): Account =>
  changeEach(account, allocation, (bucket, amount) => {
    const spent = { ...bucket, held: subtract(bucket.held, amount) };
    return isZero(spent.remaining) && isZero(spent.held) ? ended(spent, at) : spent;
  });

/** What was set aside is free again. */
export const giveBackHeld = (account: Account, allocation: readonly AllocationLine[], at: Instant): Account =>
  changeEach(account, allocation, (bucket, amount) =>
    givenBack({ ...bucket, held: subtract(bucket.held, amount) }, amount, at),
  );

function changeEach(
  account: Account,
  allocation: readonly AllocationLine[],
  to: (bucket: Bucket, amount: Amount) => Bucket,
): Account {
  if (allocation.length === 0) return account;
  const { tag } = account;
  const buckets = [...account.buckets];
  for (const { bucketId, amount } of allocation) {
    const place = placeOf({ buckets, tag }, bucketId);
    const bucket = buckets[place];
    invariant(bucket !== undefined, 'A bucket that moves is there', bucketId);
    buckets[place] = notNegative(to(bucket, amount));
  }
  return withAllowanceUsed(accountWith(account, { buckets }), allocation);
}

/** The refresh of an allowance that was used is an entry, at the end of the cycle that the line names (rule 8.2). */
export function withAllowanceUsed(account: Account, allocation: readonly AllocationLine[]): Account {
  const { plan } = account;
  if (plan?.bucketId === undefined) return account;
  const line = allocation.find(({ bucketId, amount }) => bucketId === plan.bucketId && !isZero(amount));
  if (line?.expiresAt === undefined || line.expiresAt === plan.refreshesAt) return account;
  return { ...account, plan: { ...plan, refreshesAt: line.expiresAt } };
}

/** Credits come back to their buckets; one that has left the state is made again from what the allocation says of it. */
export function give(account: Account, allocation: readonly AllocationLine[], revision: number, at: Instant): Account {
  const open = amountsOf(allocation);
  const buckets = account.buckets.map((bucket) => {
    const amount = open.get(bucket.bucketId);
    if (amount === undefined) return bucket;
    open.delete(bucket.bucketId);
    return givenBack(bucket, amount, at);
  });
  const absent = allocation.filter(({ bucketId }) => open.has(bucketId));
  const made = absent.map((line) => revived(account, line, revision, at));
  return accountWith(account, { buckets: made.length === 0 ? buckets : [...buckets, ...made].sort(byGrant) });
}

function givenBack(bucket: Bucket, amount: Amount, at: Instant): Bucket {
  const { endedAt, ...given } = { ...noticedBy(bucket, at), remaining: add(bucket.remaining, amount) };
  return hasEndedForGood(given, at) ? { ...given, endedAt: endedAt ?? at } : given;
}

/** While nothing was left nobody was told of the expiry, and nobody is told late. */
const noticedBy = (bucket: Bucket, at: Instant): Bucket =>
  bucket.noticeAt !== undefined && bucket.noticeAt <= at && isZero(bucket.remaining)
    ? withNoticeAfter(bucket, at)
    : bucket;

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
  const isWithdrawable = line.kind === 'prepaid' && line.source !== 'return' && !isUnpaid;
  const grantRevision = revisionOf(line.bucketId, 'bkt', account.tag) ?? revision;
  const grant = { ...termsIn(line, at), isPending: false, revision: grantRevision };
  return granted(grant, line.amount, isWithdrawable, at);
}

export function withoutLongEnded(buckets: readonly Bucket[], now: Instant): readonly Bucket[] {
  if (!buckets.some((b) => b.endedAt !== undefined)) return buckets;
  const isLongEnded = longEndedAt(now);
  return buckets.filter((b) => !isLongEnded(b));
}

/** Which buckets leave the state: late usage can't want them any more, and nothing is in them. */
export function longEndedAt(now: Instant): (bucket: Bucket) => boolean {
  const until = shifted(now, -LATE_USAGE_MS);
  const isOver = (b: Bucket): boolean => b.endedAt !== undefined && b.endedAt < until;
  return (b) => isOver(b) && isZero(b.held) && isZero(b.remaining) && (b.cycles === undefined || isCycleOver(b, until));
}

/** An allowance that stands comes back, and one whose cycle is not over may be resumed, used up or not. */
const isCycleOver = (bucket: Bucket, at: Instant): boolean => bucket.expiresAt !== undefined && wouldEndAt(bucket) < at;
