/** The whole ledger's entries as postings, in the order of the log, read once. */
import { entriesOf } from '#domain/account/entries.js';
import type { Entry } from '#domain/account/events.js';
import type { Posting } from '#domain/account/journal.js';
import { PendingGrants } from '#domain/account/pending-grants.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { StoredMetadata } from '#event-store/codec/codec.js';
import { Slices } from '#event-store/history/slices.js';
import { type EventStore, type Position, type StoredEvent, comparePositions } from '#event-store/port/event-store.js';
import { idOf, streamPrefix } from '#event-store/port/streams.js';
import type { LedgerCut } from './ledger-cut.js';

export type PostedEntry = {
  readonly accountId: string;
  readonly entry: Entry;
  /** None where the entry moves no credits. */
  readonly postings: readonly Posting[];
  /** Of the event that holds the entry. */
  readonly position: Position;
};

/** Memory holds the grants that are pending, and nothing else that grows with the ledger. */
export async function* postedEntries(
  store: EventStore,
  cut: Pick<LedgerCut, 'until' | 'asOf'>,
): AsyncGenerator<PostedEntry, void, void> {
  const pending = new Map<string, PendingGrants>();
  const slices = new Slices();
  for await (const stored of eventsIn(store, cut)) {
    const accountId = idOf('account', stored.stream);
    const books = pending.get(accountId) ?? new PendingGrants(accountId);
    for (const entry of entriesOf(accountCodec.decode(stored))) {
      yield { accountId, entry, postings: books.post(entry), position: stored.position };
      if (slices.isOver) await slices.next();
    }
    if (books.isEmpty) pending.delete(accountId);
    else pending.set(accountId, books);
  }
}

/**
 * Times of recording are in order within an account, not among accounts: those of each account that count are its first
 * ones, wherever they stand in the log.
 */
async function* eventsIn(
  store: EventStore,
  { until, asOf }: Pick<LedgerCut, 'until' | 'asOf'>,
): AsyncGenerator<StoredEvent, void, void> {
  if (until === null) return;
  const prefix = streamPrefix('account');
  for await (const stored of store.readAll()) {
    const order = comparePositions(stored.position, until);
    if (order > 0) return;
    const isAccount = stored.stream.startsWith(prefix);
    if (isAccount && (asOf === null || (stored.metadata as StoredMetadata).recordedAt <= asOf)) yield stored;
    if (order === 0) return;
  }
}
