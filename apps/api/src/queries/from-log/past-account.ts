/** An account as it was at a cut, on the recorded or on the effective clock. */
import type { Entry } from '#domain/account/entries.js';
import { evolve } from '#domain/account/evolve.js';
import { bucketAccount, overdraftAccount, pendingAccount, postingsOf } from '#domain/account/journal.js';
import type { Account, Bucket } from '#domain/account/state.js';
import { type Instant } from '#domain/messages.js';
import { type Amount, ZERO, add, isNegative, isPositive, max, negate, subtract, sum } from '#domain/money.js';
import type { AccountLog } from './account-log.js';
import { type Cut, effectiveBy } from './cut.js';

/** Its balance is `balanceOf(account, cut.at)`. What it owes to whom (`debts`) is that of `cut.settled`. */
export async function accountAt(log: AccountLog, accountId: string, cut: Cut): Promise<Account> {
  const recorded = await log.stateAt(accountId, cut.settled);
  if (!cut.isByDates) return asBooked(recorded, cut.at);
  const known = cut.settled === cut.revision ? recorded : undefined;
  let account = recorded;
  const moved = new Map<string, Amount>();
  for await (const entry of effectiveBy(log, accountId, cut, known)) {
    for (const { account: name, amount } of postingsOf(entry, recorded)) {
      moved.set(name, add(moved.get(name) ?? ZERO, amount));
    }
    account = withServiceOf(account, entry);
  }
  return { ...withMoved(account, moved, cut.at), revision: cut.revision };
}

/** By what is recorded, not by dates: a grant counts from its activation on, and a bucket until its expiry's entry. */
export function asBooked(account: Account, at: Instant): Account {
  const booked = (bucket: Bucket): Bucket => {
    if (bucket.expiresAt === undefined || bucket.expiresAt > at || !isPositive(bucket.remaining)) return bucket;
    const { expiresAt: _, ...open } = bucket;
    return open;
  };
  return { ...account, buckets: account.buckets.filter((bucket) => !bucket.isPending).map(booked) };
}

/**
 * The balances of the journal's accounts after the movements. A bucket that paid before it was in effect would be below
 * zero: at that time there was debt instead. What had expired by then is not looked at.
 */
function withMoved(account: Account, moved: ReadonlyMap<string, Amount>, at: Instant): Account {
  const { accountId } = account;
  const of = (name: string): Amount => moved.get(name) ?? ZERO;
  const balances = account.buckets.map((bucket) => {
    const { bucketId, remaining } = bucket;
    const change = add(of(bucketAccount(accountId, bucketId)), of(pendingAccount(accountId, bucketId)));
    return { bucket, balance: add(remaining, change) };
  });
  const isOver = ({ expiresAt }: Bucket): boolean => expiresAt !== undefined && expiresAt <= at;
  const known = new Set(account.buckets.map(({ bucketId }) => bucketAccount(accountId, bucketId)));
  const debts = [
    ...balances.filter(({ bucket }) => !isOver(bucket)).map(({ balance }) => balance),
    ...[...moved].filter(([name]) => isBucketOf(accountId, name) && !known.has(name)).map(([, balance]) => balance),
  ].filter(isNegative);
  return {
    ...account,
    buckets: balances.map(({ bucket, balance }) => ({ ...bucket, remaining: max(balance, ZERO) })),
    overdraft: add(subtract(account.overdraft, of(overdraftAccount(accountId))), negate(sum(debts))),
  };
}

const isBucketOf = (accountId: string, name: string): boolean => name.startsWith(bucketAccount(accountId, ''));

const SERVICE: ReadonlySet<Entry['type']> = new Set([
  'GraceStarted',
  'GraceEnded',
  'ServiceTerminated',
  'ServiceRestored',
]);

/** Due facts are effective at their due time, however late they are recorded. */
function withServiceOf(account: Account, entry: Entry): Account {
  if (!SERVICE.has(entry.type)) return account;
  const { graceDeadline: _, ...others } = account;
  const { status, resources, graceDeadline } = evolve({ ...account, revision: entry.revision - 1 }, entry);
  return { ...others, status, resources, ...(graceDeadline !== undefined && { graceDeadline }) };
}
