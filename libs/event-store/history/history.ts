/** Looking things up in a stream's past: entries, keys, and states as they were. Reads the log, never a cache of it. */
import type { Event, Instant } from '#domain/messages.js';
import type { StoredMetadata } from '../codec/codec.js';
import type { EventStore, StoredEvent } from '../port/event-store.js';
import type { Execution } from './execution.js';
import { MarkTable } from './chunk-marks.js';
import { type ChunkMarks, type KeyFilter, KeyFilters, filterOf } from './key-filters.js';
import { type KeyHash, hashKey } from './keys.js';
import { ENTRIES_PER_CHUNK, type Folding } from './loaded-stream.js';
import { type KnownEnd, type Unread, readEntries, readSearches } from './old-entries.js';
import type { Snapshots } from './snapshots.js';
import { Slices } from './slices.js';
import { readerOf } from '../port/stream-reader.js';
import { streamName } from '../port/streams.js';

/** A state of the past. `recordedAt` is that of its last entry, absent before the first. */
export type PastState<State> = {
  readonly state: State;
  readonly revision: number;
  readonly recordedAt: Instant | undefined;
};

export type History<State, E extends Event> = {
  /** The entry of a revision, or null where there is none. Reads O(log n) single events. */
  entry(id: string, revision: number): Promise<E | null>;
  /** Those of many revisions, `null` where there is none up to `end`; neighbours are read together. */
  entries(id: string, revisions: readonly number[], end: KnownEnd): Promise<ReadonlyMap<number, E | null>>;
  /** What searches find where they have not read yet, by their names. */
  search(id: string, unread: readonly Unread[], end: KnownEnd): Promise<ReadonlyMap<string, readonly E[]>>;
  /** The state after the entry of `revision`, or after the last one if there are fewer. Folds at most 1,255 entries. */
  stateAt(id: string, revision: number): Promise<PastState<State>>;
  /** The last revision recorded at or before `at`; 0 where there is none. */
  findRevisionAt(id: string, at: Instant): Promise<number>;
  /** The answer to the command whose first entry this is, as it was given, with the key and hash it was given for. */
  execution(id: string, firstRevision: number): Promise<(Execution<State, E> & Pick<E, 'origin'>) | null>;
  /** The first entry with the key among the events from `from` to `to` (stream revisions, inclusive), or null. */
  findKey(id: string, key: string, from: number, to: number): Promise<number | null>;
  /** Filters of the first `count` chunks: from the snapshots, where one is missing from the events. */
  filters(id: string, count: number): Promise<KeyFilters>;
};

export function createHistory<State, E extends Event>(
  store: EventStore,
  category: string,
  folding: Folding<State, E>,
  snapshots: Snapshots<State> | undefined,
): History<State, E> {
  const { aggregate, codec } = folding;
  const reader = (id: string) => readerOf(store, streamName(category, id));
  const reading = (id: string) => ({ folding: folding as unknown as Folding<unknown, E>, reader: reader(id) });

  async function lastOf(id: string): Promise<KnownEnd> {
    const stored = await reader(id).last();
    if (!stored) return { revision: 0, streamRevision: -1 };
    return { revision: lastEntryIn(stored), streamRevision: stored.streamRevision };
  }

  const lastEntryIn = (stored: StoredEvent): number => {
    const event = codec.decode(stored);
    return event.revision + aggregate.entriesOf(event).length - 1;
  };

  async function* entriesFrom(id: string, streamRevision: number): AsyncGenerator<E, void, void> {
    const slices = new Slices();
    for await (const stored of reader(id).pages(streamRevision)) {
      yield* aggregate.entriesOf(codec.decode(stored));
      if (slices.isOver) await slices.next();
    }
  }

  /** The state at the nearest snapshot at or before a revision, and the entries that follow it. */
  async function from(id: string, revision: number) {
    const snapshot = await snapshots?.before(id, revision);
    return {
      past: {
        state: snapshot?.state ?? aggregate.initialState,
        revision: snapshot?.revision ?? 0,
        recordedAt: snapshot?.recordedAt,
      } satisfies PastState<State>,
      entries: entriesFrom(id, (snapshot?.streamRevision ?? -1) + 1),
    };
  }

  return {
    async entry(id, revision) {
      return (await readEntries(reading(id), [revision], await lastOf(id))).get(revision) ?? null;
    },

    entries: (id, revisions, end) => readEntries(reading(id), revisions, end),
    search: (id, unread, end) => readSearches(reading(id), unread, end),

    async stateAt(id, revision) {
      const { past, entries } = await from(id, revision);
      if (past.revision >= revision) return past;
      let { state, revision: reached, recordedAt }: PastState<State> = past;
      for await (const entry of entries) {
        state = aggregate.evolve(state, entry);
        ({ revision: reached, recordedAt } = entry);
        if (reached >= revision) break;
      }
      return { state, revision: reached, recordedAt };
    },

    async findRevisionAt(id, at) {
      const isUpTo = (event: StoredEvent): boolean => (event.metadata as StoredMetadata).recordedAt <= at;
      const last = await reader(id).last();
      if (!last) return 0;
      let found = isUpTo(last) ? last : null;
      let [low, high] = found ? [0, -1] : [0, last.streamRevision - 1];
      while (low <= high) {
        const middle = Math.floor((low + high) / 2);
        const event = await reader(id).at(middle);
        if (event && isUpTo(event)) [found, low] = [event, middle + 1];
        else high = middle - 1;
      }
      return found ? lastEntryIn(found) : 0;
    },

    async execution(id, firstRevision) {
      const { past, entries } = await from(id, firstRevision - 1);
      const before: E[] = [];
      const own: E[] = [];
      for await (const entry of entries) {
        if (own[0] && own[0].origin.key !== entry.origin.key) break;
        (entry.revision >= firstRevision ? own : before).push(entry);
      }
      const state = aggregate.evolveAll(past.state, [...before, ...own]);
      const [first, last] = [own[0], own.at(-1)];
      return first && last ? { state, entries: own, isReplay: true, now: last.recordedAt, origin: first.origin } : null;
    },

    async findKey(id, key, from, to) {
      for await (const stored of reader(id).pages(from, to)) {
        const entry = aggregate.entriesOf(codec.decode(stored)).find(({ origin }) => origin.key === key);
        if (entry) return entry.revision;
      }
      return null;
    },

    async filters(id, count) {
      const stored = new Map<number, { filter: KeyFilter; marks: ChunkMarks; streamRevision: number }>();
      for await (const { chunk } of snapshots?.all(id) ?? []) {
        if (chunk.number <= count && !stored.has(chunk.number)) stored.set(chunk.number, chunk);
      }
      const filters = new KeyFilters();
      for (let number = 1; number <= count; number++) {
        const { filter, marks, streamRevision } =
          stored.get(number) ?? (await readChunk(id, number, filters.ends.at(-1) ?? -1));
        filters.add(filter, marks, streamRevision);
      }
      return filters;
    },
  };

  /** The filter of a chunk whose snapshot is missing. */
  async function readChunk(id: string, number: number, afterStreamRevision: number) {
    const keys: KeyHash[] = [];
    const marks = new MarkTable();
    let streamRevision = afterStreamRevision;
    for await (const stored of reader(id).pages(afterStreamRevision + 1)) {
      const event = codec.decode(stored);
      const entries = aggregate.entriesOf(event);
      for (const entry of entries) {
        if (entry.origin.key !== undefined) keys.push(hashKey(entry.origin.key));
        marks.add(aggregate.marksOf(entry), entry.revision);
      }
      streamRevision = stored.streamRevision;
      if (event.revision + entries.length > ENTRIES_PER_CHUNK * number) break;
    }
    return { filter: filterOf(keys), marks: marks.finished(), streamRevision };
  }
}
