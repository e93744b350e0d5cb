/** Every bucket that an account ever had, as of a cut: the projection `buckets`, folded over the log (account-sums.ts). */
import type { Entry } from '#domain/account/entries.js';
import { type Amount, ZERO, add, isZero, min, subtract } from '#domain/money.js';
import type { BucketRow, Part } from '#projections/buckets/bucket-row.js';
import { redatedBy } from '#domain/account/plans/dates.js';
import { bucketChangesOf } from '#projections/buckets/bucket-changes.js';
import { redated, rowAfter } from '#projections/buckets/buckets.projection.js';
import type { AccountLog } from './account-log.js';
import { type Cut, effectiveBy } from './cut.js';

export type BucketRows = ReadonlyMap<string, BucketRow>;

export class BucketHistory {
  constructor(private readonly log: AccountLog) {}

  /** By bucket id. */
  async rowsAt(accountId: string, revision: number): Promise<BucketRows> {
    return (await this.log.sumsAt(accountId, revision)).sums.buckets;
  }

  async rowsAtCut(accountId: string, cut: Cut): Promise<BucketRows> {
    const rows = new Map(await this.rowsAt(accountId, cut.settled));
    if (cut.isByDates) for await (const entry of effectiveBy(this.log, accountId, cut)) takeLate(rows, entry);
    return rows;
  }
}

/**
 * An entry that was recorded after the time that is looked at, but effective by then. What lay between is not counted,
 * so a bucket may not have what the entry takes: it gives what it has, first of what is left, then of what had lapsed.
 */
function takeLate(rows: Map<string, BucketRow>, entry: Entry): void {
  for (const { bucketId, dates } of redatedBy(entry)) {
    const row = rows.get(bucketId);
    if (row) rows.set(bucketId, redated(row, dates));
  }
  for (const change of bucketChangesOf(entry, rows)) {
    // A grant may be effective before it is recorded, and a refresh is at its due time: the bucket is there.
    if (change.kind === 'grant') rows.set(change.bucketId, rowAfter(change, undefined));
    const row = rows.get(change.bucketId);
    if (row === undefined) continue;
    if (change.kind === 'activate') rows.set(row.bucketId, { ...row, isPending: false });
    if (change.kind !== 'move') continue;
    const { amount, from, to } = change;
    const taken = moved(row, from, to, amount);
    const rest = from === 'remaining' && to === 'spent' ? taken.rest : ZERO;
    rows.set(row.bucketId, moved(taken.row, 'lapsed', to, rest).row);
  }
}

function moved(row: BucketRow, from: Part, to: Part, amount: Amount): { row: BucketRow; rest: Amount } {
  const part = min(row[from], amount);
  const rest = subtract(amount, part);
  if (isZero(part)) return { row, rest };
  const left = { ...row, [from]: subtract(row[from], part) };
  return { row: { ...left, [to]: add(left[to], part) }, rest };
}
