/** Rule 9.9: every entry that moves credits, for a tool of plain text accounting. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { firstLine, lastLine, transaction } from './hledger.js';
import { type LedgerCut, type LedgerCutRequest, LedgerCuts } from './ledger-cut.js';
import { type PostedEntry, postedEntries } from './posted-entries.js';

/** Pieces of the journal's text, read from the log as they are taken. */
export class JournalQuery extends Query<AsyncIterable<string>> {
  constructor(readonly request: LedgerCutRequest) {
    super();
  }
}

/** Throws `invalid` naming what is at fault. What fails in the middle breaks the stream off: a part never looks like the whole. */
@QueryHandler(JournalQuery)
export class JournalHandler implements IQueryHandler<JournalQuery> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cuts: LedgerCuts,
  ) {}

  async execute({ request }: JournalQuery): Promise<AsyncIterable<string>> {
    const cut = await this.cuts.cut(request);
    const entries = postedEntries(this.store, cut);
    // What is wrong from the start is answered as a problem, before the answer has begun.
    return journal(cut, await entries.next(), entries);
  }
}

async function* journal(
  cut: LedgerCut,
  first: IteratorResult<PostedEntry, void>,
  rest: AsyncIterable<PostedEntry>,
): AsyncGenerator<string, void, void> {
  yield firstLine(cut);
  let last: Position | null = null;
  if (!first.done) {
    last = first.value.position;
    if (first.value.postings.length > 0) yield transaction(first.value);
  }
  for await (const posted of rest) {
    last = posted.position;
    if (posted.postings.length > 0) yield transaction(posted);
  }
  yield lastLine(last);
}
