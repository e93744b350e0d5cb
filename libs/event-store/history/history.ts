/** Looking things up in a stream's past: entries, keys, and states as they were. Reads the log, never a cache of it. */
import type { Event, Instant } from '#domain/messages.js';
import type { EventStore } from '../port/event-store.js';
import { streamName } from '../port/streams.js';
import { filtersOf } from './chunk-filters.js';
import { EntryReader, type KnownEnd, type ReadEvent } from './entry-reader.js';
import type { Execution } from './execution.js';
import { findEntries } from './find-entries.js';
import { findKey } from './find-key.js';
import type { KeyFilters } from './key-filters.js';
import type { Folding } from './loaded-stream.js';
import { type Unread, runSearches } from './search.js';
import type { Snapshots } from './snapshots.js';

/** A state of the past. `recordedAt` is that of its last entry, absent before the first. */
export type PastState<State> = {
  readonly state: State;
  readonly revision: number;
  readonly recordedAt: Instant | undefined;
};

export class StreamHistory<State, E extends Event> {
  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly folding: Folding<State, E>,
    private readonly snapshots: Snapshots<State> | undefined,
  ) {}

  /** The entry of a revision, or null where there is none. Reads O(log n) single events. */
  async entry(id: string, revision: number): Promise<E | null> {
    const reader = this.reader(id);
    return (await findEntries(reader, [revision], await reader.end())).get(revision) ?? null;
  }

  /** Those of many revisions, `null` where there is none up to `end`; neighbours are read together. */
  entries(id: string, revisions: readonly number[], end: KnownEnd): Promise<ReadonlyMap<number, E | null>> {
    return findEntries(this.reader(id), revisions, end);
  }

  /** What searches find where they have not read yet, by their names. */
  search(id: string, unread: readonly Unread[], end: KnownEnd): Promise<ReadonlyMap<string, readonly E[]>> {
    return runSearches(this.reader(id), this.folding.aggregate.marksOf, unread, end);
  }

  /** The first entry with the key among the events between two stream revisions, inclusive, or null. */
  findKey(id: string, key: string, between: { readonly from: number; readonly to: number }): Promise<number | null> {
    return findKey(this.reader(id), key, between);
  }

  /** Filters of the first `count` chunks. */
  filters(id: string, count: number): Promise<KeyFilters> {
    return filtersOf(this.reader(id), this.folding.aggregate.marksOf, this.snapshots?.all(id), count);
  }

  /** The state after the entry of `revision`, or after the last one if there are fewer. Folds at most 1,255 entries. */
  async stateAt(id: string, revision: number): Promise<PastState<State>> {
    const { past, entries } = await this.from(id, revision);
    if (past.revision >= revision) return past;
    let { state, revision: reached, recordedAt }: PastState<State> = past;
    for await (const entry of entries) {
      state = this.folding.aggregate.evolve(state, entry);
      ({ revision: reached, recordedAt } = entry);
      if (reached >= revision) break;
    }
    return { state, revision: reached, recordedAt };
  }

  /** The last revision recorded at or before `at`; 0 where there is none. */
  async findRevisionAt(id: string, at: Instant): Promise<number> {
    const reader = this.reader(id);
    const last = await reader.last();
    if (!last || last.recordedAt <= at) return last?.last ?? 0;
    let found: ReadEvent<E> | null = null;
    let [low, high] = [0, last.streamRevision - 1];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const event = await reader.at(middle);
      if (event && event.recordedAt <= at) [found, low] = [event, middle + 1];
      else high = middle - 1;
    }
    return found?.last ?? 0;
  }

  /** The answer to the command whose first entry this is, as it was given, with the key and hash it was given for. */
  async execution(id: string, firstRevision: number): Promise<(Execution<State, E> & Pick<E, 'origin'>) | null> {
    const { past, entries } = await this.from(id, firstRevision - 1);
    const before: E[] = [];
    const own: E[] = [];
    for await (const entry of entries) {
      if (own[0] && own[0].origin.key !== entry.origin.key) break;
      (entry.revision >= firstRevision ? own : before).push(entry);
    }
    const state = this.folding.aggregate.evolveAll(past.state, [...before, ...own]);
    const [first, last] = [own[0], own.at(-1)];
    return first && last ? { state, entries: own, isReplay: true, now: last.recordedAt, origin: first.origin } : null;
  }

  /** The state at the nearest snapshot at or before a revision, and the entries that follow it. */
  private async from(id: string, revision: number) {
    const snapshot = await this.snapshots?.before(id, revision);
    const past: PastState<State> = {
      state: snapshot?.state ?? this.folding.aggregate.initialState,
      revision: snapshot?.revision ?? 0,
      recordedAt: snapshot?.recordedAt,
    };
    return { past, entries: this.reader(id).entries((snapshot?.streamRevision ?? -1) + 1) };
  }

  private reader(id: string): EntryReader<E> {
    return new EntryReader(this.store, streamName(this.category, id), this.folding);
  }
}
