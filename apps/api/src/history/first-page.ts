/** The first page of an account's transactions as text, where all of it is settled lines, written as they are stored. */
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { HistoryMark } from '#from-log/history.js';
import { burnRate } from '#projections/burn-rate/burn-rate.projection.js';
import { SUMMARY, summaryOf } from '#projections/burn-rate/burn-rate-row.js';
import { HISTORY, historyOf, transactions } from '#projections/transactions/transactions.projection.js';
import { some } from '#read-models/reader/queries.js';
import { JsonText } from '../http/json-text.js';
import { Live } from '../queries/live.js';
import { PAGE_BYTES } from '../queries/pages.js';
import type { HistoryRequest } from './history.js';
import { itemsOf } from './stored-lines.js';
import { cursorAfter } from './transactions.js';

/** What waits for its settlement, and what runs and so accumulates. */
const QUERIES = { of: some(transactions, [HISTORY]), burning: some(burnRate, [SUMMARY]) };

export class FirstPageQuery extends Query<JsonText | null> {
  constructor(
    readonly request: HistoryRequest,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** The bytes of the first page; null where it is made item by item: some are filtered, open, run, are too large, or not at hand. */
@QueryHandler(FirstPageQuery)
export class FirstPageHandler implements IQueryHandler<FirstPageQuery> {
  constructor(private readonly live: Live) {}

  async execute({ request, limit, cursor }: FirstPageQuery): Promise<JsonText | null> {
    const isPlain = cursor === undefined && Object.values(request.filter).every((wanted) => wanted === undefined);
    const text = isPlain ? await this.page(request, limit) : null;
    return text === null ? null : new JsonText(text);
  }

  private async page({ accountId, minRevision }: HistoryRequest, limit: number): Promise<string | null> {
    const request = { projection: transactions, count: limit + 1, revisionIn };
    const seen = await this.live.newestLines(accountId, QUERIES, request, minRevision);
    if (seen === null) return null;
    const { revision, lines, rows } = seen;
    for (const _ in historyOf(rows.of).open) return null;
    for (const _ in summaryOf(rows.burning).resources) return null;
    const isFull = lines.length > limit;
    const shown = isFull ? lines.slice(0, limit) : lines;
    const items = itemsOf(shown.join('\n'));
    if (items === null || Buffer.byteLength(items) - (shown.length - 1) > PAGE_BYTES) return null;
    const nextCursor = isFull ? `"${cursorAfter(accountId, markAfter(shown))}"` : 'null';
    return `{"items":[${items.replaceAll('\n', ',')}],"nextCursor":${nextCursor},"revision":${revision}}`;
  }
}

/** How many lines of the last one's revision were shown. */
function markAfter(shown: readonly string[]): HistoryMark {
  const revision = revisionIn(shown.at(-1) ?? '');
  let passed = 0;
  while (passed < shown.length && revisionIn(shown[shown.length - 1 - passed] ?? '') === revision) passed++;
  return { revision, passed };
}

/** A line begins with it. */
const revisionIn = (line: string): number => Number.parseInt(line.slice(1), 10);
