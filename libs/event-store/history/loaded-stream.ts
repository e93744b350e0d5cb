/**
 * A stream as the write path holds it: the state folded to some event, and what the next append and the next key need.
 * It moves forwards only, one event at a time, whether the event was read or has just been appended.
 */
import type { Aggregate, Command, Event, Instant, Marks } from '#domain/messages.js';
import { invariant } from '#domain/errors.js';
import type { Codec } from '../codec/codec.js';
import type { ExpectedRevision, StoredEvent } from '../port/event-store.js';
import { MarkTable } from './chunk-marks.js';
import { NO_PREVIOUS, hashOf } from '../codec/hash-chain.js';
import { type ChunkMarks, KeyFilters, type KeyFilter, filterOf } from './key-filters.js';
import { type KeyHash, KeyTable, hashKey } from './keys.js';
import { Slices } from './slices.js';

/** A chunk of history ends, and a snapshot is due, with the event that holds each 1,000th entry. */
export const ENTRIES_PER_CHUNK = 1_000;

/** What folding needs to know of a kind of stream. */
export type Folding<State, E extends Event> = {
  readonly aggregate: Pick<
    Aggregate<State, Command, E>,
    'initialState' | 'revisionOf' | 'evolve' | 'evolveAll' | 'entriesOf' | 'marksOf' | 'pack'
  >;
  readonly codec: Codec<E>;
};

export type LoadedStream<State> = {
  readonly id: string;
  readonly stream: string;
  state: State;
  /** Counts entries, see the domain's messages.ts. */
  revision: number;
  /** Of the last event, -1 where there is none. */
  streamRevision: number;
  lastHash: string;
  /** When the last entry was recorded; empty before the first. */
  recordedAt: Instant;
  /** Of the last entry: entries that follow with the same key belong to the same command. */
  lastKey: string | undefined;
  /** Keys of the entries of the chunk that is growing. */
  keys: KeyTable;
  /** And what else they can be searched for. */
  marks: MarkTable;
  /** Finished chunks. */
  chunks: number;
  /** Filters of the finished chunks; absent until a new key has to be held against them. */
  filters: KeyFilters | undefined;
  /** When the next one is due, by weight, and where the last lies. */
  readonly bookmark: { dueAt: number; at: ExpectedRevision };
};

/** The weight at which a stream is given its first bookmark: 15 charges, each by itself. */
export const FIRST_BOOKMARK_AT = 30;

/** What it costs to read and fold a stream: its events, and their entries. */
export const weightOf = ({ revision, streamRevision }: LoadedStream<unknown>): number => revision + streamRevision + 1;

/** All that a finished chunk leaves behind. `state` is as it was right after the chunk's last event. */
export type FinishedChunk<State> = Readonly<
  Pick<LoadedStream<State>, 'state' | 'revision' | 'streamRevision' | 'lastHash' | 'recordedAt' | 'lastKey'>
> & {
  /** Counts from 1. */
  readonly number: number;
  readonly filter: KeyFilter;
  readonly marks: ChunkMarks;
};

export const emptyStream = <State>(id: string, stream: string, initialState: State): LoadedStream<State> => ({
  id,
  stream,
  state: initialState,
  revision: 0,
  streamRevision: -1,
  lastHash: NO_PREVIOUS,
  recordedAt: '' as Instant,
  lastKey: undefined,
  keys: new KeyTable(),
  marks: new MarkTable(),
  chunks: 0,
  filters: new KeyFilters(),
  bookmark: { dueAt: FIRST_BOOKMARK_AT, at: 'no_stream' },
});

export const expectedRevision = ({ streamRevision }: LoadedStream<unknown>): ExpectedRevision =>
  streamRevision < 0 ? 'no_stream' : streamRevision;

/** The revision of an event's last entry. */
export const lastRevisionOf = <E extends Event>(
  { aggregate }: { readonly aggregate: Pick<Aggregate<unknown, Command, E>, 'entriesOf'> },
  event: E,
): number => event.revision + aggregate.entriesOf(event).length - 1;

/** Whether the chunk that is growing ends with the event whose last entry this is. */
export const finishesChunk = ({ chunks }: LoadedStream<unknown>, lastRevision: number): boolean =>
  lastRevision >= ENTRIES_PER_CHUNK * (chunks + 1);

/** What is known of the event that a stream takes in. */
export type NextEvent<State, E extends Event> = {
  readonly entries: readonly E[];
  readonly marksOf: (entry: E) => Marks;
  /** The state after it, absent where that is not known: then the chunk that ends here leaves no snapshot. */
  readonly state: State | undefined;
  readonly hash: () => string;
  readonly hashKey: (key: string) => KeyHash;
};

/**
 * Takes in the stream's next event. Returns the chunk that this event finishes, if it does. Whoever folds sets
 * `lastHash` at the end: of events that are read, hardly any other's hash is needed.
 */
export function advance<State, E extends Event>(
  loaded: LoadedStream<State>,
  { recordedAt }: Pick<E, 'recordedAt'>,
  { entries, marksOf, state, hash, hashKey }: NextEvent<State, E>,
): FinishedChunk<State> | undefined {
  const first = entries[0]?.revision;
  if (first !== loaded.revision + 1) invariant(false, `Entry ${first} of ${loaded.stream} follows ${loaded.revision}`);
  for (const entry of entries) {
    const { revision, origin } = entry;
    loaded.marks.add(marksOf(entry), revision);
    if (origin.key !== undefined && origin.key !== loaded.lastKey) loaded.keys.add(hashKey(origin.key), revision);
    loaded.lastKey = origin.key;
    loaded.revision = revision;
  }
  loaded.streamRevision++;
  loaded.recordedAt = recordedAt;
  if (state !== undefined) loaded.state = state;
  if (!finishesChunk(loaded, loaded.revision)) return undefined;

  const filter = filterOf(loaded.keys.hashes());
  const marks = loaded.marks.finished();
  loaded.chunks++;
  loaded.keys = new KeyTable();
  loaded.marks = new MarkTable();
  loaded.filters?.add(filter, marks, loaded.streamRevision);
  const { revision, streamRevision, lastKey, chunks: number } = loaded;
  return state === undefined
    ? undefined
    : { number, filter, marks, state, revision, streamRevision, lastHash: hash(), recordedAt, lastKey };
}

/** Folds events that were read. `finished` is called with each chunk that they finish. Returns how many events there were. */
export async function foldStored<State, E extends Event>(
  folding: Folding<State, E>,
  loaded: LoadedStream<State>,
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
  finished: (chunk: FinishedChunk<State>) => void,
): Promise<number> {
  let count = 0;
  let last: StoredEvent | undefined;
  const slices = new Slices();
  for await (const stored of events) {
    if (slices.isOver) await slices.next();
    if (stored.streamRevision !== loaded.streamRevision + 1)
      invariant(false, `Event ${stored.streamRevision} of ${stored.stream} follows ${loaded.streamRevision}`);
    const event = folding.codec.decode(stored);
    const state = folding.aggregate.evolve(loaded.state, event);
    const { entriesOf, marksOf } = folding.aggregate;
    const entries = entriesOf(event);
    const chunk = advance(loaded, event, { entries, marksOf, state, hash: () => hashOf(stored), hashKey });
    if (chunk) finished(chunk);
    count++;
    last = stored;
  }
  if (last) loaded.lastHash = hashOf(last);
  return count;
}
