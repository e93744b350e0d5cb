/** An account's transactions as one list, newest first: settled lines and, in their places, those that are open. */
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Clock } from '#event-store/clock.js';
import { Slices } from '#event-store/history/slices.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import type { Transaction } from '#projections/transactions/transaction.js';
import { HISTORY, historyOf, transactions } from '#projections/transactions/transactions.projection.js';
import { one, some } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { Live } from '../queries/live.js';
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

export type HistoryRequest = {
  readonly accountId: string;
  readonly filter: TransactionFilter;
  readonly minRevision?: number | undefined;
};

@Injectable()
export class History {
  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * What accumulates and matches; then lines that match, each with the mark that follows it. All are as of one revision; a mark stays what it is when
   * lines arrive, since settled lines keep their places. Throws `invalid` naming `from` where it lies after `to`,
   * `account-not-found`, and 503 `rebuilding`, `read-model-behind`.
   */
  async after(after: HistoryMark | null, request: HistoryRequest): Promise<Stretch> {
    const { accountId, filter, minRevision } = request;
    requireOrder(filter);
    const queries = { of: some(transactions, [HISTORY]), row: one(balance, ACCOUNT) };
    const { revision, rows } = await this.live.require(accountId, queries, minRevision);
    const lines = this.down(revision, Object.values(historyOf(rows.of).open), after, request);
    if (after !== null || rows.row === null) return { revision, accumulating: [], lines };
    const now = await this.clock();
    const accumulating = accumulatingIn(rows.row, revision, now).filter(
      (line) => matches(line, filter) && (filter.from === undefined || line.time >= filter.from),
    );
    return { revision, accumulating, lines };
  }

  private async *down(
    revision: number,
    unsettled: readonly Transaction[],
    after: HistoryMark | null,
    { accountId, filter }: HistoryRequest,
  ): AsyncGenerator<MarkedLine, void, void> {
    const upTo = Math.min(revision, after?.revision ?? revision);
    const open = unsettled.filter((line) => line.revision <= upTo).sort((a, b) => b.revision - a.revision);
    let mark: HistoryMark = { revision: upTo, passed: 0 };
    const slices = new Slices();
    for await (const line of merged(open, this.live.lines(accountId, transactions, upTo))) {
      // Recorded times descend with revisions: nothing older can match.
      if (filter.from !== undefined && line.time < filter.from) return;
      mark = { revision: line.revision, passed: line.revision === mark.revision ? mark.passed + 1 : 1 };
      const isPassed = line.revision === after?.revision && mark.passed <= after.passed;
      if (!isPassed && matches(line, filter)) yield { line, mark };
      if (slices.isOver) await slices.next();
    }
  }
}

function requireOrder({ from, to }: TransactionFilter): void {
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
