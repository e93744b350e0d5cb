/** An account's transactions as one list, newest first: settled lines and, in their places, those that are open. */
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import { Slices } from '#event-store/history/slices.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import type { Transaction } from '#projections/transactions/transaction.js';
import { HISTORY, historyOf, transactions } from '#projections/transactions/transactions.projection.js';
import { type Reading, one, some } from '#read-models/reader/queries.js';
import { accumulatingIn } from './accumulating.js';
import type { TransactionView } from './transaction-view.js';

/** `from` and `to` are times of recording, both inclusive. */
export type TransactionFilter = {
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly service?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
};

/** Where a page ended: how many lines of the revision, and all of later revisions, lie before it. */
export type HistoryMark = { readonly revision: number; readonly passed: number };

export type MarkedLine = { readonly line: Transaction; readonly mark: HistoryMark };

/** A stretch of the list, all of it as of one revision. What accumulates stands before it, at its beginning only. */
export type Stretch = {
  readonly revision: number;
  readonly accumulating: readonly TransactionView[];
  readonly lines: AsyncGenerator<MarkedLine, void, void>;
};

/** What it is made of: rows of the account, all as of one revision. */
export const HISTORY_ROWS = { of: some(transactions, [HISTORY]), row: one(balance, ACCOUNT) };

/** Settled lines up to a revision, newest first. */
export type LinesUpTo = (revision: number) => AsyncIterable<Transaction>;

/**
 * What accumulates and matches; then lines that match, each with the mark that follows it. All are as of one revision; a mark
 * stays what it is when lines arrive, since settled lines keep their places.
 */
export function stretchAfter(
  after: HistoryMark | null,
  { revision, rows }: Reading<typeof HISTORY_ROWS>,
  linesUpTo: LinesUpTo,
  { filter, now }: { readonly filter: TransactionFilter; readonly now: Instant },
): Stretch {
  const upTo = Math.min(revision, after?.revision ?? revision);
  const open = Object.values(historyOf(rows.of).open)
    .filter((line) => line.revision <= upTo)
    .sort((a, b) => b.revision - a.revision);
  const lines = marked(merged(open, linesUpTo(upTo)), upTo, after, filter);
  if (after !== null || rows.row === null) return { revision, accumulating: [], lines };
  const accumulating = accumulatingIn(rows.row, revision, now).filter(
    (line) => matches(line, filter) && (filter.from === undefined || line.time >= filter.from),
  );
  return { revision, accumulating, lines };
}

async function* marked(
  lines: AsyncIterable<Transaction>,
  upTo: number,
  after: HistoryMark | null,
  filter: TransactionFilter,
): AsyncGenerator<MarkedLine, void, void> {
  let mark: HistoryMark = { revision: upTo, passed: 0 };
  const slices = new Slices();
  for await (const line of lines) {
    // Recorded times descend with revisions: nothing older can match.
    if (filter.from !== undefined && line.time < filter.from) return;
    mark = { revision: line.revision, passed: line.revision === mark.revision ? mark.passed + 1 : 1 };
    const isPassed = line.revision === after?.revision && mark.passed <= after.passed;
    if (!isPassed && matches(line, filter)) yield { line, mark };
    if (slices.isOver) await slices.next();
  }
}

/** Throws `invalid` naming `from` where it lies after `to`. */
export function requireOrder({ from, to }: TransactionFilter): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new DomainError('invalid', 'from must not lie after to.', { field: 'from' });
}

/** Both are ordered by revision, newest first. */
async function* merged(
  open: readonly Transaction[],
  settled: AsyncIterable<Transaction>,
): AsyncGenerator<Transaction, void, void> {
  let next = 0;
  const openFrom = function* (revision: number) {
    for (let line = open[next]; line !== undefined && line.revision >= revision; line = open[next]) {
      next++;
      yield line;
    }
  };
  for await (const line of settled) {
    yield* openFrom(line.revision);
    yield line;
  }
  yield* openFrom(0);
}

const matches = (
  line: TransactionView | Transaction,
  { type, status, service, resourceId, to }: TransactionFilter,
): boolean =>
  (type === undefined || line.type === type) &&
  (status === undefined || line.status === status) &&
  (service === undefined || line.service === service) &&
  (resourceId === undefined || line.resourceId === resourceId) &&
  (to === undefined || line.time <= to);
