/** An account's entries, read from the log one by one: memory does not grow with the account's age. */
import { type Entry, ENTRIES_PER_EVENT, entriesOf } from '#domain/account/entries.js';
import type { Instant } from '#domain/messages.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { StoredMetadata } from '#event-store/codec/codec.js';
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { Slices } from '#event-store/history/slices.js';
import { streamName } from '#event-store/port/streams.js';

/** An entry and the event of the log that holds it. */
export type LoggedEntry = { readonly entry: Entry; readonly stored: StoredEvent };

/**
 * When the account was as an entry leaves it: what fell due stands at its due time, however late that was recorded;
 * what somebody asked for (it has a key) at its recording, also where it is about earlier usage.
 */
export const standsAt = ({ origin, recordedAt, effectiveAt }: Entry): Instant =>
  origin.key === undefined ? effectiveAt : recordedAt;

/** Entries of the revisions `from` to `to`, both inclusive, oldest first; those that there are. */
export async function* entriesBetween(
  store: EventStore,
  accountId: string,
  from: number,
  to: number,
): AsyncGenerator<LoggedEntry, void, void> {
  if (from > to) return;
  const stream = streamName('account', accountId);
  const place = await placeOf(store, stream, from);
  const slices = new Slices();
  // Each event holds an entry at least. A call that ends by itself need not be cancelled.
  for await (const stored of store.readStream(stream, { from: place, maxCount: to - from + 1 })) {
    const entries = entriesOf(accountCodec.decode(stored));
    for (const entry of entries) {
      if (from <= entry.revision && entry.revision <= to) yield { entry, stored };
      if (slices.isOver) await slices.next();
    }
    if (entries.some((entry) => entry.revision >= to)) return;
  }
}

/** The stream revision of the event that holds an entry, or would hold it. Reads O(log n) single events. */
async function placeOf(store: EventStore, stream: string, revision: number): Promise<number> {
  let low = Math.max(0, Math.ceil(revision / ENTRIES_PER_EVENT) - 1);
  let high = Math.max(low, revision - 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const first = await firstRevisionAt(store, stream, middle);
    if (first !== null && first <= revision) low = middle;
    else high = middle - 1;
  }
  return low;
}

async function firstRevisionAt(store: EventStore, stream: string, streamRevision: number): Promise<number | null> {
  for await (const stored of store.readStream(stream, { from: streamRevision, maxCount: 1 })) {
    return (stored.metadata as StoredMetadata).revision;
  }
  return null;
}
