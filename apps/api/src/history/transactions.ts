import { ApiProperty } from '@nestjs/swagger';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { HistoryMark, MarkedLine, Stretch } from '#from-log/history.js';
import { CSV_HEADER, csvLine, transactionView } from '#from-log/transaction-view.js';
import { CURSOR_OR_NULL } from '../queries/schemas.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { REVISION } from '../openapi/schemas.js';
import { History, type HistoryRequest } from './history.js';
import { PageItems } from '../queries/pages.js';
import { TransactionView } from './transaction-view.js';
import { Turns } from '../queries/turns.js';

/** Rule 9.3: newest first. What accumulates comes before, on the first page, and does not count towards its limit. */
export class TransactionsPage {
  @ApiProperty({ type: [TransactionView] }) readonly items!: readonly TransactionView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export class TransactionsQuery extends Query<TransactionsPage> {
  constructor(
    readonly request: HistoryRequest,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** Throws as `History` does, and `invalid` naming `cursor`. */
@QueryHandler(TransactionsQuery)
export class TransactionsHandler implements IQueryHandler<TransactionsQuery> {
  private readonly turns = new Turns();

  constructor(private readonly history: History) {}

  async execute({ request, limit, cursor }: TransactionsQuery): Promise<TransactionsPage> {
    const { accountId } = request;
    const stretch = await this.history.after(cursor === undefined ? null : markIn(accountId, cursor), request);
    return this.turns.take(() => pageOf(accountId, stretch, limit));
  }
}

/** The first of a stretch. */
export async function pageOf(
  accountId: string,
  { lines, accumulating, revision }: Stretch,
  limit: number,
): Promise<TransactionsPage> {
  const items = new PageItems<TransactionView>(limit);
  let last: HistoryMark | undefined;
  let isFull = false;
  for await (const { line, mark } of lines) {
    isFull = !items.add(transactionView(line));
    if (isFull) break;
    last = mark;
  }
  const nextCursor = isFull && last ? cursorAfter(accountId, last) : null;
  return { items: [...accumulating, ...items.all], nextCursor, revision };
}

const listOf = (accountId: string): string => `transactions/${accountId}`;

export const cursorAfter = (accountId: string, { revision, passed }: HistoryMark): string =>
  cursorOf(listOf(accountId), revision, passed);

function markIn(accountId: string, cursor: string): HistoryMark {
  const [revision = 0, passed = 0] = placesIn(listOf(accountId), cursor, 2);
  return { revision, passed };
}

/** Lines of CSV, the names first, for all that match; for some where a limit is named. */
export class TransactionsCsvQuery extends Query<AsyncIterable<string>> {
  constructor(
    readonly request: HistoryRequest,
    readonly limit = Infinity,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** Throws as the page does. What fails in the middle breaks the stream off: a part never looks like the whole. */
@QueryHandler(TransactionsCsvQuery)
export class TransactionsCsvHandler implements IQueryHandler<TransactionsCsvQuery> {
  constructor(private readonly history: History) {}

  async execute({ request, limit, cursor }: TransactionsCsvQuery): Promise<AsyncIterable<string>> {
    const after = cursor === undefined ? null : markIn(request.accountId, cursor);
    const { lines, accumulating } = await this.history.after(after, request);
    // What is wrong from the start is answered as a problem, before the answer has begun.
    return csv(accumulating, await lines.next(), lines, limit);
  }
}

async function* csv(
  accumulating: readonly TransactionView[],
  first: IteratorResult<MarkedLine, void>,
  rest: AsyncIterable<MarkedLine>,
  limit: number,
) {
  yield CSV_HEADER;
  for (const line of accumulating) yield csvLine(line);
  if (first.done) return;
  yield csvLine(transactionView(first.value.line));
  let count = 1;
  if (count >= limit) return;
  for await (const { line } of rest) {
    yield csvLine(transactionView(line));
    if (++count >= limit) return;
  }
}
