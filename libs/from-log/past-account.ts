/** An account as it was at a cut, on the recorded or on the effective clock. */
import type { Entry } from '#domain/account/entries.js';
import { granted, withBucket } from '#domain/account/bucket-changes.js';
import { evolve } from '#domain/account/evolve.js';
import { type Movement, type Place, booksOf, movementsOf } from '#domain/account/movements.js';
import { withPeriodCharged } from '#domain/account/resources/served.js';
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
  const moved = new Moved();
  for await (const entry of effectiveBy(log, accountId, cut, known)) {
    account = withAllowancesOf(withServiceOf(account, entry), entry);
    for (const movement of movementsOf(entry, booksOf(recorded.buckets))) {
      moved.enter(movement);
      account = withGrantOf(account, movement);
    }
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

/** What movements add to the places that a balance is made of; negative where they take. */
class Moved {
  readonly buckets = new Map<string, Amount>();
  readonly pending = new Map<string, Amount>();
  readonly held = new Map<string, Amount>();
  overdraft: Amount = ZERO;

  enter({ from, to, amount }: Movement): void {
    this.add(from, negate(amount));
    this.add(to, amount);
  }

  private add(place: Place, amount: Amount): void {
    switch (place.kind) {
      case 'bucket':
        return addTo(this.buckets, place.bucketId, amount);
      case 'pending':
        return addTo(this.pending, place.bucketId, amount);
      case 'held':
        return addTo(this.held, place.bucketId, amount);
      case 'overdraft':
        this.overdraft = add(this.overdraft, amount);
        return;
      case 'withdrawals':
      case 'payouts':
      case 'sales':
      case 'returns':
      case 'promotions':
      case 'usage':
      case 'lapsed':
        return;
      default:
        place satisfies never;
    }
  }
}

function addTo(balances: Map<string, Amount>, bucketId: string, amount: Amount): void {
  balances.set(bucketId, add(balances.get(bucketId) ?? ZERO, amount));
}

/**
 * The account after the movements. A bucket that paid before it was in effect would be below zero: at that time there was
 * debt instead. What had expired by then is not looked at.
 */
function withMoved(account: Account, moved: Moved, at: Instant): Account {
  const balances = account.buckets.map((bucket) => {
    const { bucketId, remaining } = bucket;
    const change = add(moved.buckets.get(bucketId) ?? ZERO, moved.pending.get(bucketId) ?? ZERO);
    const held = add(bucket.held, moved.held.get(bucketId) ?? ZERO);
    return { bucket: { ...bucket, held }, balance: add(remaining, change) };
  });
  const isOver = ({ expiresAt }: Bucket): boolean => expiresAt !== undefined && expiresAt <= at;
  const known = new Set(account.buckets.map(({ bucketId }) => bucketId));
  const debts = [
    ...balances.filter(({ bucket }) => !isOver(bucket)).map(({ balance }) => balance),
    ...[...moved.buckets].filter(([bucketId]) => !known.has(bucketId)).map(([, balance]) => balance),
  ].filter(isNegative);
  return {
    ...account,
    buckets: balances.map(({ bucket, balance }) => ({ ...bucket, remaining: max(balance, ZERO) })),
    overdraft: add(subtract(account.overdraft, moved.overdraft), negate(sum(debts))),
  };
}

const SERVICE: ReadonlySet<Entry['type']> = new Set([
  'GraceStarted',
  'GraceEnded',
  'ServiceTerminated',
  'ServiceRestored',
]);

/** Due facts are effective at their due time, however late they are recorded. So is the running time that they charge. */
function withServiceOf(account: Account, entry: Entry): Account {
  if (entry.type === 'UsageCharged') {
    const periods = entry.data.lines.filter(({ period }) => period !== undefined);
    return periods.length === 0
      ? account
      : { ...account, resources: periods.reduce(withPeriodCharged, account.resources) };
  }
  if (!SERVICE.has(entry.type)) return account;
  const { graceDeadline: _, ...others } = account;
  const { status, resources, graceDeadline } = evolve({ ...account, revision: entry.revision - 1 }, entry);
  return { ...others, status, resources, ...(graceDeadline !== undefined && { graceDeadline }) };
}

/** A grant may be effective before it is recorded: its bucket is there, and what it grants is moved in. */
function withGrantOf(account: Account, { grant }: Movement): Account {
  if (!grant || account.buckets.some(({ bucketId }) => bucketId === grant.bucketId)) return account;
  return withBucket(account, granted(grant, ZERO, false));
}

const PLANS: ReadonlySet<Entry['type']> = new Set(['PlanChosen', 'AllowanceRefreshed']);

/** A refresh is effective at its due time, however late it is recorded: the cycle's allowance is there, and the last one over. */
function withAllowancesOf(account: Account, entry: Entry): Account {
  if (!PLANS.has(entry.type)) return account;
  const known = new Set(account.buckets.map(({ bucketId }) => bucketId));
  const { buckets, plan } = evolve({ ...account, revision: entry.revision - 1 }, entry);
  // What an entry grants is moved in as every movement is.
  const empty = buckets.map((bucket) => (known.has(bucket.bucketId) ? bucket : { ...bucket, remaining: ZERO }));
  // Days later the account has forgotten buckets that were there at the time that is looked at.
  const remembered = new Set(buckets.map(({ bucketId }) => bucketId));
  const forgotten = account.buckets.filter(({ bucketId }) => !remembered.has(bucketId));
  const { plan: _, ...others } = account;
  return { ...others, buckets: [...forgotten, ...empty], ...(plan !== undefined && { plan }) };
}
