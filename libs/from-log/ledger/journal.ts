/** Rule 9.9: every entry that moves credits, for a tool of plain text accounting. */
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { firstLine, lastLine, transaction } from './hledger.js';
import type { LedgerCut } from './ledger-cut.js';
import { type PostedEntry, postedEntries } from './posted-entries.js';

/** Pieces of its text, read from the log as they are taken. What can't be read at the start is thrown before the first. */
export async function journalAt(store: EventStore, cut: LedgerCut): Promise<AsyncIterable<string>> {
  const entries = postedEntries(store, cut);
  return journal(cut, await entries.next(), entries);
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
