/** Rule 9.7: entries, each between the account before and after it. Memory holds one of them, whatever the account's age. */
import type { Balance } from '#domain/account/balance.js';
import { evolve } from '#domain/account/evolve.js';
import { invariant } from '#domain/errors.js';
import { buckets } from '#projections/buckets/buckets.projection.js';
import type { AccountLog } from './account-log.js';
import { type AsOf, asOfEntry, bucketsOf } from './as-of.js';
import type { BucketHistory } from './bucket-history.js';
import type { BucketView } from './bucket-view.js';
import { standsAt } from './entries.js';
import { type EntryView, entryView } from './entry-view.js';
import { changesBetween } from './replay-changes.js';
import { foldInto } from './rows.js';

export type Moment = { readonly balance: Balance; readonly buckets: readonly BucketView[] };

/** `changes` says what differs, in sentences. */
export type Replayed = EntryView & {
  readonly before: Moment;
  readonly after: Moment;
  readonly changes: readonly string[];
};

/** `after` is the account after it, from which a later replay can go on. */
export type ReplayStep = { readonly item: Replayed; readonly after: AsOf };

/** Revisions `from` to `to`, both inclusive, oldest first; `before` is the account before the first of them. */
export async function* replayed(
  log: AccountLog,
  accountId: string,
  { from, to }: { readonly from: number; readonly to: number },
  before: AsOf,
): AsyncGenerator<ReplayStep, void, void> {
  let last = before;
  const rows = new Map(before.rows);
  for await (const { entry } of log.entries(accountId, from, to)) {
    foldInto(buckets, rows, entry);
    const after = asOfEntry(evolve(last.account, entry), rows, standsAt(entry));
    const item = {
      ...entryView(entry),
      before: { balance: last.balance, buckets: bucketsOf(last, after) },
      after: { balance: after.balance, buckets: bucketsOf(after, last) },
      changes: changesBetween(last, after, entry),
    };
    last = after;
    yield { item, after };
  }
}

/** The account after the entry of a revision; before the first it is as it was opened, without anything. */
export async function asOfRevision(
  log: AccountLog,
  history: BucketHistory,
  accountId: string,
  revision: number,
): Promise<AsOf> {
  const last = await log.entry(accountId, Math.max(1, revision));
  invariant(last !== null, `Entry ${revision} of ${accountId} is there`);
  const rows = await history.rowsAt(accountId, revision);
  return asOfEntry(await log.stateAt(accountId, revision), rows, standsAt(last));
}
