/** Whose events a log holds, and some of its places. */
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { idOf, streamName, streamPrefix } from '#event-store/port/streams.js';
import { type PlainEntry, plainEntries } from './plain-entries.js';
import type { Random } from './points.js';

export type Surveyed = { readonly accountIds: readonly string[]; readonly positions: readonly Position[] };

const PLACES = 1_000;

/** Reads the log once. Every place of it is as likely as any other to be among those that are kept. */
export async function survey(store: EventStore, random: Random): Promise<Surveyed> {
  const accountIds = new Set<string>();
  const positions: Position[] = [];
  const prefix = streamPrefix('account');
  let seen = 0;
  for await (const { stream, position } of store.readAll()) {
    if (!stream.startsWith(prefix)) continue;
    accountIds.add(idOf('account', stream));
    const place = seen < PLACES ? seen : random(seen + 1);
    if (place < PLACES) positions[place] = position;
    seen++;
  }
  return { accountIds: [...accountIds], positions };
}

/** All entries of an account, in order. */
export async function entriesOf(store: EventStore, accountId: string): Promise<readonly PlainEntry[]> {
  const entries: PlainEntry[] = [];
  for await (const { type, position, data, metadata } of store.readStream(streamName('account', accountId))) {
    entries.push(...plainEntries({ type, commit: position.commit, data, metadata }));
  }
  return entries;
}
