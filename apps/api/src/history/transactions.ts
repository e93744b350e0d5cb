import { ApiProperty } from '@nestjs/swagger';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CURSOR_OR_NULL } from '../queries/schemas.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { History, type HistoryRequest, type HistoryMark, type MarkedLine } from './history.js';
import { PageItems } from '../queries/pages.js';
import { CSV_HEADER, TransactionView, csvLine, transactionView } from './transaction-view.js';
import { Turns } from '../queries/turns.js';

/** Rule 9.3: newest first. */
export class TransactionsPage {
  @ApiProperty({ type: [TransactionView] }) readonly items!: readonly TransactionView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
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
    const lines = await this.history.after(cursor === undefined ? null : markIn(cursor), request);
    return this.turns.take(() => pageOf(lines, limit));
  }
}

async function pageOf(lines: AsyncIterable<MarkedLine>, limit: number): Promise<TransactionsPage> {
  const items = new PageItems<TransactionView>(limit);
  let last: HistoryMark | undefined;
  let isFull = false;
  for await (const { line, mark } of lines) {
    isFull = !items.add(transactionView(line));
    if (isFull) break;
    last = mark;
  }
  return { items: items.all, nextCursor: isFull && last ? cursorOf(last.revision, last.passed) : null };
}

function markIn(cursor: string): HistoryMark {
  const [revision = 0, passed = 0] = placesIn(cursor, 2);
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
    const lines = await this.history.after(cursor === undefined ? null : markIn(cursor), request);
    // What is wrong from the start is answered as a problem, before the answer has begun.
    return csv(await lines.next(), lines, limit);
  }
}

async function* csv(first: IteratorResult<MarkedLine, void>, rest: AsyncIterable<MarkedLine>, limit: number) {
  yield CSV_HEADER;
  if (first.done) return;
  yield csvLine(first.value.line);
  let count = 1;
  if (count >= limit) return;
  for await (const { line } of rest) {
    yield csvLine(line);
    if (++count >= limit) return;
  }
}
