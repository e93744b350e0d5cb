/** Looking things up in a stream's past: entries, keys, and states as they were. Reads the log, never a cache of it. */
import type { Event, Instant } from '#domain/messages.js';
import { type EventStore, type Position, comparePositions } from '../port/event-store.js';
import { positionIn } from '../port/position-text.js';
import { streamName } from '../port/streams.js';
import { filtersOf } from './chunk-filters.js';
import { EntryReader, type KnownEnd, NOWHERE, type ReadEvent } from './entry-reader.js';
import type { Execution } from './execution.js';
import { findEntries, placeOf } from './find-entries.js';
import { findRecordedBy } from './find-recorded.js';
import { ChunkKeys, type KeyPlaceInChunk, placesIn } from './chunk-keys.js';
import { findKey } from './find-key.js';
import { KeyFilters } from './key-filters.js';
import type { KeyIndex } from './key-index.js';
import { type KeyHash, hashKey } from './keys.js';
import { executionIn, stateIn } from './in-stretch.js';
import type { Folding } from './loaded-stream.js';
import { isProvedNew } from './new-keys.js';
import type { PastState, PastSums } from './past-state.js';
import type { RunningSums } from './running-sums.js';
import { type Unread, runSearches } from './search.js';
import type { Snapshots } from './snapshots.js';
import type { Stretch } from './stretch.js';
import { Stretches } from './stretches.js';
import type { Waypoints } from './waypoints.js';

export class StreamHistory<State, E extends Event> {
  private readonly stretches: Stretches<State, E> | undefined;
  private readonly keysOfChunks: ChunkKeys<State> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly folding: Folding<State, E>,
    private readonly snapshots: Snapshots<State> | undefined,
    private readonly waypoints?: Waypoints<State>,
    private readonly keyIndex?: KeyIndex,
  ) {
    this.stretches = waypoints && new Stretches(waypoints, folding, (id) => this.reader(id));
    this.keysOfChunks = waypoints && new ChunkKeys(waypoints);
  }

  /** Has what surrounds an entry read for whoever asks for it in a moment. */
  readAhead(id: string, revision: number): void {
    // Who asks for it fails by himself.
    this.stretchTo(id, revision).catch(() => {});
  }

  /** The entry of a revision, or null where there is none. Reads O(log n) single events. */
  async entry(id: string, revision: number): Promise<E | null> {
    const stretch = revision < 1 ? null : await this.stretchTo(id, revision);
    if (stretch) return stretch.entry(revision) ?? null;
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

  /** Filters of the first `count` chunks; those that are known already are added to. */
  filters(id: string, count: number, known = new KeyFilters()): Promise<KeyFilters> {
    const snapshots = this.snapshots?.newest(id, known.ends.length === 0 ? Infinity : count - known.ends.length);
    return filtersOf(this.reader(id), this.folding.aggregate.marksOf, snapshots, count, known);
  }

  /** True where the key is proved to be in none of the first chunks, by little reading; false where filters have to prove it. */
  async isNewKey(id: string, hash: KeyHash, chunks: number): Promise<boolean> {
    const { keyIndex, snapshots } = this;
    return !!keyIndex && !!snapshots && isProvedNew(keyIndex, snapshots, id, { hash, chunks });
  }

  /** The state after the entry of `revision`, or after the last one if there are fewer. Folds at most 1,255 entries. */
  async stateAt(id: string, revision: number): Promise<PastState<State>> {
    if (revision < 1) return this.beginning;
    const fold = await this.stretches?.foldAt(id, revision);
    if (fold) return { state: fold.state, revision, recordedAt: fold.recordedAt };
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
    const known = await this.stretches?.foldAt(id, revision);
    if (known) {
      const { state, recordedAt, sums } = known;
      return { state, revision, recordedAt, sums: fold.begin(sums), entries: [], startedAt: recordedAt };
    }
    const stretch = await this.stretchTo(id, revision);
    if (!stretch) return this.sumsFromFar(id, revision, fold);
    const start = stretch.foldBefore(Math.min(revision, stretch.revision));
    const entries = stretch.entries(start.revision, revision);
    const sums = fold.begin(start.sums);
    for (const entry of entries) fold.add(sums, entry);
    return { ...stateIn(stretch, revision), sums, entries, startedAt: start.recordedAt };
  }

  /** From the nearest waypoint, or from the first entry. */
  private async sumsFromFar<Sums>(id: string, revision: number, fold: RunningSums<Sums, E>) {
    const start = await this.waypoints?.before(id, revision);
    const sums = fold.begin(start?.end.sums);
    let last: E | undefined;
    let startedAt = start?.place.recordedAt;
    for await (const entry of this.reader(id).entries((start?.place.streamRevision ?? -1) + 1)) {
      if (entry.revision > revision) break;
      fold.add(sums, entry);
      startedAt = last?.recordedAt ?? startedAt;
      last = entry;
    }
    return { ...(await this.stateAt(id, revision)), sums, entries: last ? [last] : [], startedAt };
  }

  /**
   * The last revision recorded at or before `at`; 0 where there is none. `end`: the last that counts, where one is known; whoever
   * is told a later one than that has asked for more than he will use.
   */
  async findRevisionAt(id: string, at: Instant, end = Infinity): Promise<number> {
    const found = await this.findByWaypoints(id, at, end);
    if (found !== undefined) return found;
    const reader = this.reader(id);
    const last = await reader.last();
    return last && last.recordedAt > at ? findRecordedBy(reader, at, last) : (last?.last ?? 0);
  }

  /** As `findRevisionAt`, where no waypoint is missing. */
  private async findByWaypoints(id: string, at: Instant, end: number): Promise<number | undefined> {
    const within = await this.stretches?.around(id, at, end);
    if (typeof within === 'number') return within;
    if (!within) return undefined;
    const { stretch, after, upTo } = within;
    const later = stretch.entries(after, upTo).find(({ recordedAt }) => recordedAt > at);
    if (later) return later.revision - 1;
    const isAll = stretch.revision < upTo || upTo === end;
    return isAll ? Math.min(stretch.revision, upTo) : undefined;
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
    const position = await this.stretches?.positionAt(id, revision);
    if (position !== undefined) return positionIn(position);
    const stretch = await this.stretchTo(id, revision);
    if (stretch) return stretch.positionOf(revision) ?? null;
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

  /**
   * The answer to the command whose first entry this is, as it was given, with the key and hash it was given for. `end`: the
   * last event that is known, which is no earlier than the command's last.
   */
  async execution(
    id: string,
    firstRevision: number,
    end: KnownEnd,
  ): Promise<(Execution<State, E> & Pick<E, 'origin'>) | null> {
    // The next entry tells where the command ends.
    const upTo = Math.min(firstRevision + 1, end.revision);
    const stretch = await this.stretches?.to(id, firstRevision, upTo, end);
    if (stretch) return executionIn(stretch, firstRevision, end.revision);
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

  /** What lies between a step before an entry and the entry; null where there is no waypoint near. */
  private async stretchTo(id: string, revision: number): Promise<Stretch<State, E> | null> {
    return (await this.stretches?.to(id, revision)) ?? null;
  }

  private reader(id: string): EntryReader<E> {
    return new EntryReader(this.store, streamName(this.category, id), this.folding);
  }
}
