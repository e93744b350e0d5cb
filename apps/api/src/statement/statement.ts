/**
 * Rule 9.15: what an account had, every movement, and what it had after them, out of the log alone. It says nothing of when and
 * where it was made, so that it is the same text whenever and wherever that is.
 */
import type { Entry } from '#domain/account/entries.js';
import { type Movement, type Place, changeOfTotal } from '#domain/account/movements.js';
import { PendingGrants } from '#domain/account/pending-grants.js';
import { inCycle } from '#domain/account/plans/cycles.js';
import { DomainError, invariant } from '#domain/errors.js';
import { type Instant, milliseconds, shifted } from '#domain/messages.js';
import { type Amount, ZERO, add, isZero, negate, subtract, sum } from '#domain/money.js';
import { positionText } from '#event-store/port/position-text.js';
import type { CheckpointLog } from '#proof/checkpoint-log.js';
import { type BucketRow, byGrant } from '#projections/buckets/bucket-row.js';
import { checkpointView } from '../audit/checkpoint-view.js';
import type { AccountLog } from '#from-log/account-log.js';
import { SETTLES_AFTER_MS } from '#from-log/cut.js';
import type {
  StatementBalance,
  StatementBucket,
  StatementHead,
  StatementItem,
  StatementPart,
} from './statement-view.js';
import { wordsFor } from './statement-words.js';

/** Both are times of recording, and inclusive. */
export type StatementPeriod = { readonly from: Instant; readonly to: Instant };

/** `items` are read from the log as they are taken. */
export type Statement = {
  readonly head: StatementHead;
  readonly closing: StatementBalance;
  readonly items: AsyncGenerator<StatementItem, void, void>;
  /** Of every bucket that a movement may name. */
  readonly kindOf: (bucketId: string) => string;
};

type Sources = { readonly log: AccountLog; readonly checkpoints: CheckpointLog };

/** Throws `account-not-found`, and `invalid` naming the member that is at fault. */
export async function statementOf(
  { log, checkpoints }: Sources,
  accountId: string,
  period: StatementPeriod,
): Promise<Statement> {
  const { from, to } = period;
  const { account, now } = await log.current(accountId, undefined, (at) => requireSensible(period, at));
  const eve = from <= account.openedAt ? from : shifted(from, -1);
  const opened = from <= account.openedAt ? 0 : await log.revisionAt(accountId, eve);
  const revision = await log.revisionAt(accountId, to);
  const place = await log.positionOf(accountId, revision);
  const checkpoint = place && (await checkpoints.firstWith(place));
  const before = await balanceAt(log, accountId, opened, eve);
  const after = await balanceAt(log, accountId, revision, to);
  const head = {
    accountId,
    name: account.name ?? null,
    from,
    to,
    final: milliseconds(now) - milliseconds(to) >= SETTLES_AFTER_MS,
    revision,
    position: place && positionText(place),
    checkpoint: checkpoint && checkpointView(checkpoint),
    opening: before.balance,
  };
  const range = { accountId, from: opened + 1, to: revision };
  const items = movementsIn(log, range, before, after.balance.total);
  return { head, closing: after.balance, items, kindOf: (bucketId) => after.rows.get(bucketId)?.kind ?? '' };
}

function requireSensible({ from, to }: StatementPeriod, now: Instant): void {
  if (to > now) throw new DomainError('invalid', 'to lies in the future.', { field: 'to' });
  if (from > to) throw new DomainError('invalid', 'from must not lie after to.', { field: 'from' });
}

type Standing = { readonly balance: StatementBalance; readonly rows: ReadonlyMap<string, BucketRow> };

/**
 * By what is recorded at a revision, as the journal has it, whatever any bucket's dates are; an allowance that stands has those
 * of its cycle at that instant.
 */
async function balanceAt(log: AccountLog, accountId: string, revision: number, at: Instant): Promise<Standing> {
  const rows = (await log.sumsAt(accountId, revision)).sums.buckets;
  const { overdraft, withdrawals } = await log.stateAt(accountId, revision);
  const shown = [...rows.values()].toSorted(byGrant).map((row) => bucketOf(inCycle(row, at)));
  const buckets = shown.filter(hasCredits);
  const inBuckets = sum(buckets.flatMap(({ remaining, held }) => [remaining, held]));
  return {
    rows: new Map(rows),
    balance: {
      buckets,
      overdraft,
      withdrawals: sum(Object.values(withdrawals).map(({ amount }) => amount)),
      total: subtract(inBuckets, overdraft),
    },
  };
}

const bucketOf = (row: BucketRow): StatementBucket => ({
  bucketId: row.bucketId,
  kind: row.kind,
  source: row.source,
  scope: row.scope ?? null,
  effectiveAt: row.effectiveAt,
  expiresAt: row.expiresAt ?? null,
  remaining: row.isPending ? ZERO : row.remaining,
  held: row.held,
  pending: row.isPending ? row.remaining : ZERO,
});

const hasCredits = ({ remaining, held, pending }: StatementBucket): boolean =>
  ![remaining, held, pending].every(isZero);

type Stretch = { readonly accountId: string; readonly from: number; readonly to: number };

/** Breaks off where the movements do not lead to the closing balance: a part, or a wrong whole, never looks like the whole. */
async function* movementsIn(
  log: AccountLog,
  { accountId, from, to }: Stretch,
  { balance, rows }: Standing,
  closing: Amount,
): AsyncGenerator<StatementItem, void, void> {
  const waiting = [...rows.values()].filter(({ isPending }) => isPending);
  const grants = new PendingGrants(
    accountId,
    waiting.map(({ bucketId, remaining }) => [bucketId, remaining]),
  );
  let { total } = balance;
  for await (const { entry } of log.entries(accountId, from, to)) {
    const movements = grants.move(entry);
    const parts = movements.flatMap(partsOf);
    if (parts.length === 0) continue;
    const amount = changeOfTotal(movements);
    total = add(total, amount);
    yield itemOf(entry, amount, total, parts);
  }
  invariant(total === closing, `The movements of ${accountId} up to revision ${to} lead to its balance`);
}

const itemOf = (
  entry: Entry,
  amount: Amount,
  balanceAfter: Amount,
  movements: readonly StatementPart[],
): StatementItem => ({
  revision: entry.revision,
  time: entry.recordedAt,
  effectiveTime: entry.effectiveAt,
  ...wordsFor(entry),
  amount,
  balanceAfter,
  movements,
});

/** The two ends of a movement, as far as they are the customer's. */
const partsOf = ({ from, to, amount }: Movement): readonly StatementPart[] =>
  isZero(amount) ? [] : [...partAt(from, negate(amount)), ...partAt(to, amount)];

/** Debt is counted as such: what leaves the place adds to it. */
function partAt(place: Place, amount: Amount): readonly StatementPart[] {
  switch (place.kind) {
    case 'bucket':
      return [{ bucketId: place.bucketId, part: 'remaining', amount }];
    case 'held':
    case 'pending':
      return [{ bucketId: place.bucketId, part: place.kind, amount }];
    case 'overdraft':
      return [{ bucketId: null, part: 'overdraft', amount: negate(amount) }];
    case 'withdrawals':
      return [{ bucketId: null, part: 'withdrawals', amount }];
    default:
      return [];
  }
}
