/** Looking things up in a stream's past: entries, keys, and states as they were. Reads the log, never a cache of it. */
import type { Event, Instant } from '#domain/messages.js';
import { type EventStore, type Position, comparePositions } from '../port/event-store.js';
import { streamName } from '../port/streams.js';
import { filtersOf } from './chunk-filters.js';
import { EntryReader, type KnownEnd, NOWHERE, type ReadEvent } from './entry-reader.js';
import type { Execution } from './execution.js';
import { findEntries, placeOf } from './find-entries.js';
import { findRecordedBy } from './find-recorded.js';
import { ChunkKeys, type KeyPlaceInChunk, placesIn } from './chunk-keys.js';
import { findKey } from './find-key.js';
import type { KeyFilters } from './key-filters.js';
import { hashKey } from './keys.js';
import type { Folding } from './loaded-stream.js';
import type { RunningSums } from './running-sums.js';
import { type Unread, runSearches } from './search.js';
import type { Snapshots } from './snapshots.js';
import { Stretch, Stretches } from './stretches.js';
import { ENTRIES_PER_WAYPOINT, type Waypoints, waypointsBefore } from './waypoints.js';

/** A state of the past. `recordedAt` is that of its last entry, absent before the first. */
export type PastState<State> = {
  readonly state: State;
  readonly revision: number;
  readonly recordedAt: Instant | undefined;
};

/** The state after an entry, and the sums up to it. */
export type PastSums<State, E, Sums> = PastState<State> & {
  readonly sums: Sums;
  /** The last entries up to it, and when the one before them was recorded, if there is one. */
  readonly entries: readonly E[];
  readonly startedAt: Instant | undefined;
};

/** A waypoint further back than so many is not near: a snapshot may be. */
const MOST_BACK = 2;

export class StreamHistory<State, E extends Event> {
  private readonly stretches = new Stretches<State, E>();
  private readonly keysOfChunks: ChunkKeys<State> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly folding: Folding<State, E>,
    private readonly snapshots: Snapshots<State> | undefined,
    private readonly waypoints?: Waypoints<State>,
  ) {
    this.keysOfChunks = waypoints && new ChunkKeys(waypoints);
  }

  /** The entry of a revision, or null where there is none. Reads O(log n) single events. */
  async entry(id: string, revision: number): Promise<E | null> {
    const stretch = revision < 1 ? null : await this.stretchTo(id, revision);
    if (stretch) return stretch.entries[revision - stretch.start.revision - 1] ?? null;
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

  /** Filters of the first `count` chunks. */
  filters(id: string, count: number): Promise<KeyFilters> {
    return filtersOf(this.reader(id), this.folding.aggregate.marksOf, this.snapshots?.all(id), count);
  }

  /** The state after the entry of `revision`, or after the last one if there are fewer. Folds at most 1,255 entries. */
  async stateAt(id: string, revision: number): Promise<PastState<State>> {
    if (revision < 1) return this.beginning;
    const stretch = await this.stretchTo(id, revision);
    if (stretch) return stateIn(stretch, revision);
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

  /** As `stateAt`, with the sums up to that entry. */
  async sumsAt<Sums>(id: string, revision: number, fold: RunningSums<Sums, E>): Promise<PastSums<State, E, Sums>> {
    if (revision < 1) return { ...this.beginning, sums: fold.begin(undefined), entries: [], startedAt: undefined };
    const stretch = await this.stretchTo(id, revision);
    if (!stretch) return this.sumsFromFar(id, revision, fold);
    const { start } = stretch;
    const entries = stretch.entries.slice(0, revision - start.revision);
    const sums = fold.begin(start.sums);
    for (const entry of entries) fold.add(sums, entry);
    return { ...stateIn(stretch, revision), sums, entries, startedAt: start.recordedAt };
  }

  /** From the nearest waypoint, or from the first entry. */
  private async sumsFromFar<Sums>(id: string, revision: number, fold: RunningSums<Sums, E>) {
    const start = await this.waypoints?.before(id, revision);
    const sums = fold.begin(start?.sums);
    let last: E | undefined;
    let startedAt = start?.recordedAt;
    for await (const entry of this.reader(id).entries((start?.streamRevision ?? -1) + 1)) {
      if (entry.revision > revision) break;
      fold.add(sums, entry);
      startedAt = last?.recordedAt ?? startedAt;
      last = entry;
    }
    return { ...(await this.stateAt(id, revision)), sums, entries: last ? [last] : [], startedAt };
  }

  /** The last revision recorded at or before `at`; 0 where there is none. */
  async findRevisionAt(id: string, at: Instant): Promise<number> {
    const reader = this.reader(id);
    const last = await reader.last();
    return last && last.recordedAt > at ? findRecordedBy(reader, at, last) : (last?.last ?? 0);
  }

  /** The last revision that lies at or before a position of the log; 0 where there is none. Reads O(log n) single events. */
  async findRevisionBy(id: string, position: Position): Promise<number> {
    const reader = this.reader(id);
    const isWithin = (event: ReadEvent<E>): boolean => comparePositions(event.position, position) <= 0;
    const last = await reader.last();
    if (!last || isWithin(last)) return last?.last ?? 0;
    let found = 0;
    let [low, high] = [0, last.streamRevision - 1];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const event = await reader.at(middle);
      if (event && isWithin(event)) [found, low] = [event.last, middle + 1];
      else high = middle - 1;
    }
    return found;
  }

  /** Where in the log the event lies that holds a revision; null where there is none. */
  async positionOf(id: string, revision: number): Promise<Position | null> {
    if (revision < 1) return null;
    const reader = this.reader(id);
    const end = await reader.end();
    return revision > end.revision ? null : ((await placeOf(reader, revision, NOWHERE, end))?.position ?? null);
  }

  /** Entries of a chunk that may be the first with the key: by the waypoints' hashes, and by reading what they leave out. */
  async placesOfKey(id: string, key: string, place: KeyPlaceInChunk): Promise<readonly number[]> {
    const { hashes, unread } = (await this.keysOfChunks?.of(id, place)) ?? { hashes: [], unread: place };
    const places = placesIn(hashes, hashKey(key).low);
    const read = unread && (await findKey(this.reader(id), key, unread));
    return read === null || read === undefined ? places : [...places, read];
  }

  /** The answer to the command whose first entry this is, as it was given, with the key and hash it was given for. */
  async execution(id: string, firstRevision: number): Promise<(Execution<State, E> & Pick<E, 'origin'>) | null> {
    const stretch = await this.stretchTo(id, firstRevision);
    if (stretch) return executionIn(stretch, firstRevision);
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

  private get beginning(): PastState<State> {
    return { state: this.folding.aggregate.initialState, revision: 0, recordedAt: undefined };
  }

  /** What lies between a waypoint before an entry and what follows it; null where there is no waypoint near. */
  private async stretchTo(id: string, revision: number): Promise<Stretch<State, E> | null> {
    const { waypoints } = this;
    if (!waypoints) return null;
    // Of 257 to 512 e.g. it is the waypoint at 256, or where another event ends there the one before.
    const number = waypointsBefore(revision - 1);
    return this.stretches.reaching(`${number} ${id}`, revision, async () => {
      const { initialState, evolveAll } = this.folding.aggregate;
      const start = (await waypoints.before(id, ENTRIES_PER_WAYPOINT * number)) ?? {
        ...NOWHERE,
        state: initialState,
        recordedAt: undefined,
        sums: undefined,
      };
      return waypointsBefore(start.revision) < number - MOST_BACK
        ? null
        : new Stretch(start, this.reader(id), evolveAll);
    });
  }

  private reader(id: string): EntryReader<E> {
    return new EntryReader(this.store, streamName(this.category, id), this.folding);
  }
}

/** After the entry of `revision`, or after the last one if there are fewer. */
function stateIn<State, E extends Event>(stretch: Stretch<State, E>, revision: number): PastState<State> {
  const { start, entries } = stretch;
  const count = Math.max(0, Math.min(revision - start.revision, entries.length));
  const recordedAt = count === 0 ? start.recordedAt : entries[count - 1]?.recordedAt;
  return { state: stretch.stateAfter(count), revision: start.revision + count, recordedAt };
}

/** The command whose first entry this is. The stretch is read on until another command's entry, or the stream's end. */
async function executionIn<State, E extends Event>(
  stretch: Stretch<State, E>,
  firstRevision: number,
): Promise<(Execution<State, E> & Pick<E, 'origin'>) | null> {
  const { start, entries } = stretch;
  const from = firstRevision - start.revision - 1;
  const first = entries[from];
  if (!first) return null;
  let end = from + 1;
  for (let known = end; ; known = entries.length) {
    while (end < entries.length && entries[end]?.origin.key === first.origin.key) end++;
    if (end < entries.length) break;
    await stretch.reach(start.revision + end);
    if (entries.length === known) break;
  }
  const own = entries.slice(from, end);
  const now = own.at(-1)?.recordedAt ?? first.recordedAt;
  return { state: stretch.stateAfter(end), entries: own, isReplay: true, now, origin: first.origin };
}
