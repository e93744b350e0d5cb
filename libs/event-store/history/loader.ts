/** Brings a stream into memory and up to date, and has its snapshots written behind its back. */
import type { Event } from '#domain/messages.js';
import { StoreUnavailable } from '../port/errors.js';
import type { EventStore, StoredEvent } from '../port/event-store.js';
import type { History } from './history.js';
import { type FinishedChunk, type Folding, type Loaded, emptyStream, foldStored } from './loaded-stream.js';
import { type SnapshotTail, type Snapshots, fromSnapshot } from './snapshots.js';
import { streamName } from '../port/streams.js';

export type Loader<State> = {
  /** From the newest snapshot and the events after it. */
  load(id: string): Promise<Loaded<State>>;
  /** Folds what others have appended. Returns how many events that were. */
  readTail(loaded: Loaded<State>): Promise<number>;
  loadFilters(loaded: Loaded<State>): Promise<void>;
  /** Has snapshots written, later and if possible. */
  keep(loaded: Loaded<State>, chunk: FinishedChunk<State>): void;
  /** Resolves when all snapshots have been written that were to be. */
  settled(): Promise<void>;
};

/** Read before a snapshot is asked for: many accounts have no more. */
const FIRST_EVENTS = 16;

export function createLoader<State, E extends Event>(
  store: EventStore,
  category: string,
  folding: Folding<State, E>,
  snapshots: Snapshots<State> | undefined,
  history: History<State, E>,
): Loader<State> {
  const tails = new WeakMap<Loaded<State>, { readonly tail: SnapshotTail; written: Promise<void> }>();
  const writing = new Set<Promise<void>>();
  const filling = new Set<string>();

  function keep(loaded: Loaded<State>, chunk: FinishedChunk<State>): void {
    if (!snapshots) return;
    const end = tails.get(loaded) ?? { tail: { number: 0, at: 'no_stream' }, written: Promise.resolve() };
    tails.set(loaded, end);
    // Nothing depends on a snapshot: one that could not be written is written by whoever folds past it next.
    const written = end.written
      .then(() => snapshots.write(loaded.id, end.tail, chunk))
      .then((isThere) => (isThere ? undefined : fillGap(loaded.id, end.tail)))
      .catch(() => {});
    end.written = written;
    writing.add(written);
    void written.then(() => writing.delete(written));
  }

  /** Earlier snapshots are missing: a load folds past them and has them written. */
  async function fillGap(id: string, tail: SnapshotTail): Promise<void> {
    if (filling.has(id)) return;
    filling.add(id);
    try {
      const filled = tails.get(await load(id));
      await filled?.written;
      Object.assign(tail, filled?.tail);
    } finally {
      filling.delete(id);
    }
  }

  async function load(id: string): Promise<Loaded<State>> {
    const stream = streamName(category, id);
    const fromStart = emptyStream(id, stream, folding.aggregate.initialState);
    if (snapshots) {
      const first: StoredEvent[] = [];
      for await (const event of store.readStream(stream, { maxCount: FIRST_EVENTS })) first.push(event);
      const found = first.length < FIRST_EVENTS ? null : await snapshots.latest(id);
      if (found) {
        const loaded = fromSnapshot(category, id, found.chunk);
        tails.set(loaded, { tail: { number: found.chunk.number, at: found.at }, written: Promise.resolve() });
        await readTail(loaded);
        return loaded;
      }
      await foldStored(folding, fromStart, first, (chunk) => keep(fromStart, chunk));
      if (first.length < FIRST_EVENTS) return fromStart;
    }
    await readTail(fromStart);
    return fromStart;
  }

  async function readTail(loaded: Loaded<State>): Promise<number> {
    const tail = store.readStream(loaded.stream, { from: loaded.streamRevision + 1 });
    const count = await foldStored(folding, loaded, tail, (chunk) => keep(loaded, chunk));
    if (tail.exists === false && loaded.streamRevision >= 0)
      throw new StoreUnavailable(new Error(`The stream ${loaded.stream} is gone`));
    return count;
  }

  return {
    load,
    keep,
    readTail,

    async settled() {
      await Promise.all(writing);
    },

    async loadFilters(loaded) {
      loaded.filters ??= await history.filters(loaded.id, loaded.chunks);
    },
  };
}
