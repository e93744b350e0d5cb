/** Brings a stream into memory and up to date, and has its snapshots written behind its back. */
import type { Event } from '#domain/messages.js';
import type { StoredMetadata } from '../codec/codec.js';
import { StoreUnavailable } from '../port/errors.js';
import type { EventStore, StoredEvent } from '../port/event-store.js';
import { streamName } from '../port/streams.js';
import type { Bookmarks } from './bookmarks.js';
import type { KeyFilters } from './key-filters.js';
import type { StreamHistory } from './history.js';
import {
  ENTRIES_PER_CHUNK,
  type FinishedChunk,
  type Folding,
  type LoadedStream,
  emptyStream,
  foldStored,
} from './loaded-stream.js';
import { SnapshotKeeper } from './snapshot-keeper.js';
import { type Snapshots, fromSnapshot } from './snapshots.js';

/** Read before a snapshot is looked for: most accounts have no more, and so many cost hardly more than one. */
const FIRST_EVENTS = 256;

export class Loader<State, E extends Event> {
  private readonly keeper: SnapshotKeeper<State>;

  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly folding: Folding<State, E>,
    private readonly snapshots: Snapshots<State> | undefined,
    private readonly bookmarks: Bookmarks<State> | undefined,
    private readonly history: StreamHistory<State, E>,
  ) {
    this.keeper = new SnapshotKeeper(snapshots, (id) => this.loadWhole(id));
  }

  /** From its bookmark and the events after it, where there is one. */
  async load(id: string): Promise<LoadedStream<State>> {
    const { bookmarks } = this;
    if (!bookmarks) return this.loadWhole(id);
    const known = await bookmarks.latest(id);
    const loaded = known.loaded ?? (await this.loadWhole(id));
    loaded.bookmark.at = known.at;
    if (loaded === known.loaded) await this.readTail(loaded);
    bookmarks.keep(loaded);
    return loaded;
  }

  /** From the newest snapshot and the events after it. */
  private async loadWhole(id: string): Promise<LoadedStream<State>> {
    const stream = streamName(this.category, id);
    const fromStart = emptyStream(id, stream, this.folding.aggregate.initialState);
    if (this.snapshots) {
      const first: StoredEvent[] = [];
      let isAll = true;
      for await (const event of this.store.readStream(stream, { maxCount: FIRST_EVENTS })) {
        first.push(event);
        // Events that were decided together hold many entries each: what follows is better read from a snapshot on.
        isAll = first.length < FIRST_EVENTS && (event.metadata as StoredMetadata).revision < ENTRIES_PER_CHUNK;
        if (!isAll) break;
      }
      const found = isAll ? null : await this.snapshots.latest(id);
      if (found) {
        const loaded = fromSnapshot(this.category, id, found.chunk);
        this.keeper.begin(loaded, { number: found.chunk.number, at: found.at });
        await this.readTail(loaded);
        return loaded;
      }
      await foldStored(this.folding, fromStart, first, (chunk) => this.keep(fromStart, chunk));
      if (isAll) return fromStart;
    }
    await this.readTail(fromStart);
    return fromStart;
  }

  /** Folds what others have appended. Returns how many events that were. */
  async readTail(loaded: LoadedStream<State>): Promise<number> {
    const tail = this.store.readStream(loaded.stream, { from: loaded.streamRevision + 1 });
    const count = await foldStored(this.folding, loaded, tail, (chunk) => this.keep(loaded, chunk));
    if (tail.exists === false && loaded.streamRevision >= 0)
      throw new StoreUnavailable(new Error(`The stream ${loaded.stream} is gone`));
    return count;
  }

  /** Chunks that are finished meanwhile are read, too. */
  async loadFilters(loaded: LoadedStream<State>): Promise<void> {
    if (loaded.filters) return;
    let filters: KeyFilters | undefined;
    while (filters?.ends.length !== loaded.chunks)
      filters = await this.history.filters(loaded.id, loaded.chunks, filters);
    loaded.filters ??= filters;
  }

  /** Has snapshots and a bookmark written, later and if possible, where they are due. */
  passed(loaded: LoadedStream<State>, chunks: readonly FinishedChunk<State>[]): void {
    for (const chunk of chunks) this.keep(loaded, chunk);
    this.bookmarks?.keep(loaded);
  }

  private keep(loaded: LoadedStream<State>, chunk: FinishedChunk<State>): void {
    this.keeper.keep(loaded, chunk);
  }

  /** Resolves when all of them have been written that were to be. */
  async settled(): Promise<void> {
    await Promise.all([this.keeper.settled(), this.bookmarks?.settled()]);
  }
}
