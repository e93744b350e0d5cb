/**
 * Snapshots: what a stream's fold had come to after each 1,000 entries, in a stream of their own. They are a cache:
 * whatever is missing, broken or of another shape is ignored and folded again from the events.
 */
import { randomUUID } from 'node:crypto';
import { deflated, inflated } from '../codec/deflated.js';
import type { EventStore, ExpectedRevision, StoredEvent } from '../port/event-store.js';
import { jsonBytes } from '../codec/hash-chain.js';
import { MarkTable } from './chunk-marks.js';
import { type ChunkMarks, FILTER_BITS } from './key-filters.js';
import { KeyTable } from './keys.js';
import { ENTRIES_PER_CHUNK, type FinishedChunk, type Loaded } from './loaded-stream.js';
import { sendAppend } from '../port/send-append.js';
import { readerOf } from '../port/stream-reader.js';
import { snapshotStream, streamName } from '../port/streams.js';

/** How far back the newest snapshot of the right shape is looked for. */
const LOOK_BACK = 8;
const WRITE_WITHIN_MS = 15_000;
/** A larger snapshot is deflated: an append holds 1 MiB. */
const PLAIN_BYTES = 256 * 1024;
const TYPE = 'Snapshot';

/** Filters are base64. */
type Body<State> = Omit<FinishedChunk<State>, 'filter' | 'marks' | 'state'> & {
  readonly schemaVersion: number;
  /** Of large states the text that they are deflated to. */
  readonly state: State | string;
  readonly isDeflated?: true;
  readonly filter: string;
  readonly marks: Omit<ChunkMarks, 'filter'> & { readonly filter: string };
};

/** A snapshot and its own place in the stream of snapshots. */
export type Found<State> = { readonly chunk: FinishedChunk<State>; readonly at: number };

/** Where the stream of snapshots ends, as far as this process knows; the next one to be written has `number` + 1. */
export type SnapshotTail = { number: number; at: ExpectedRevision };

export type Snapshots<State> = {
  /** The newest that can be used, or null. */
  latest(id: string): Promise<Found<State> | null>;
  /** The newest at or before a revision, or null. */
  before(id: string, revision: number): Promise<FinishedChunk<State> | null>;
  /** All that can be used, newest first. */
  all(id: string): AsyncIterable<Found<State>>;
  /**
   * Writes a snapshot if it is the next one, and moves the tail. Another instance's writing is as good. False where it
   * is not there afterwards.
   */
  write(id: string, tail: SnapshotTail, chunk: FinishedChunk<State>): Promise<boolean>;
};

export function createSnapshots<State>(store: EventStore, category: string, schemaVersion: number): Snapshots<State> {
  const read = (event: StoredEvent): Found<State> | null => {
    const body = event.data as Partial<Body<State>> | null;
    if (event.type !== TYPE || body?.schemaVersion !== schemaVersion) return null;
    const { number, revision, streamRevision, lastHash, marks } = body;
    const isWhole = [number, revision, streamRevision].every(Number.isInteger) && lastHash && marks && 'state' in body;
    const filter = bytesOf(body.filter ?? '');
    if (!isWhole || filter.length !== FILTER_BITS / 8) return null;
    const { state, isDeflated, ...chunk } = body as Body<State>;
    const known = { filter, marks: { span: marks.span, filter: bytesOf(marks.filter) } };
    const isState = isDeflated === true ? (inflated(state as string) as State) : (state as State);
    return { chunk: { ...chunk, ...known, state: isState }, at: event.streamRevision };
  };

  async function* all(id: string) {
    for await (const event of store.readStream(snapshotStream(category, id), { from: 'end', direction: 'backwards' })) {
      const found = read(event);
      if (found) yield found;
    }
  }

  async function latest(id: string): Promise<Found<State> | null> {
    const last = await readerOf(store, snapshotStream(category, id)).last();
    const newest = last && read(last);
    if (newest || !last) return newest;
    const options = { from: last.streamRevision, direction: 'backwards', maxCount: LOOK_BACK } as const;
    const before: Found<State>[] = [];
    for await (const event of store.readStream(snapshotStream(category, id), options)) before.push(...usable(event));
    return before[0] ?? null;
  }

  const usable = (event: StoredEvent): Found<State>[] => [read(event)].filter((found) => found !== null);

  /** Snapshots lie in the order of their numbers, without a gap, so that one is found from the newest. */
  async function numbered(id: string, number: number, newest: Found<State>): Promise<FinishedChunk<State> | null> {
    const from = newest.at - (newest.chunk.number - number);
    const event = from < 0 ? null : await readerOf(store, snapshotStream(category, id)).at(from);
    const found = event && read(event);
    return found?.chunk.number === number ? found.chunk : null;
  }

  return {
    latest,
    all,

    async before(id, revision) {
      if (revision < ENTRIES_PER_CHUNK) return null;
      const newest = await latest(id);
      if (!newest || newest.chunk.revision <= revision) return newest?.chunk ?? null;
      const number = Math.min(Math.floor(revision / ENTRIES_PER_CHUNK), newest.chunk.number - 1);
      for (let n = number; n > Math.max(0, number - 2); n--) {
        const chunk = await numbered(id, n, newest);
        if (chunk && chunk.revision <= revision) return chunk;
      }
      for await (const { chunk } of all(id)) if (chunk.revision <= revision) return chunk;
      return null;
    },

    async write(id, tail, { filter, marks, ...chunk }) {
      const filters = { filter: base64(filter), marks: { span: marks.span, filter: base64(marks.filter) } };
      const plain = jsonBytes({ schemaVersion, ...chunk, ...filters });
      const data =
        plain.length <= PLAIN_BYTES ? plain : jsonBytes({ schemaVersion, ...deflatedState(chunk), ...filters });
      const event = { id: randomUUID(), type: TYPE, data, metadata: jsonBytes({}) };
      for (let attempt = 0; attempt < 2 && chunk.number === tail.number + 1; attempt++) {
        const sending = { stream: snapshotStream(category, id), events: [event], expected: tail.at };
        const result = await sendAppend(store, sending, WRITE_WITHIN_MS);
        if (result.outcome === 'appended') Object.assign(tail, { number: chunk.number, at: result.streamRevision });
        // Another instance was faster, or what lies there can not be used and is written again behind it.
        if (result.outcome === 'conflict')
          Object.assign(tail, { number: (await latest(id))?.chunk.number ?? 0, at: result.actual });
      }
      return tail.number >= chunk.number;
    },
  };
}

const deflatedState = <Chunk extends { readonly state: unknown }>(chunk: Chunk) => ({
  ...chunk,
  state: deflated(jsonBytes(chunk.state)),
  isDeflated: true,
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** The stream as it was at a snapshot. */
export const fromSnapshot = <State>(category: string, id: string, chunk: FinishedChunk<State>): Loaded<State> => ({
  id,
  stream: streamName(category, id),
  state: chunk.state,
  revision: chunk.revision,
  streamRevision: chunk.streamRevision,
  lastHash: chunk.lastHash,
  recordedAt: chunk.recordedAt,
  lastKey: chunk.lastKey,
  keys: new KeyTable(),
  marks: new MarkTable(),
  chunks: chunk.number,
  filters: undefined,
});
