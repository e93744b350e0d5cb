/** Rule 9.9: every entry that moves credits, for a tool of plain text accounting. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EventStore } from '#event-store/port/event-store.js';
import { journalAt } from '#from-log/ledger/journal.js';
import { type LedgerCutRequest, LedgerCuts } from '#from-log/ledger/ledger-cut.js';
import { EVENT_STORE } from '../ledger/tokens.js';

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
    // What is wrong from the start is answered as a problem, before the answer has begun.
    return journalAt(this.store, await this.cuts.cut(request));
  }
}
