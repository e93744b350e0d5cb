/**
 * Snapshots: what a stream's fold had come to after each 1,000 entries, in a stream of their own. They are a cache:
 * whatever is missing, broken or of another shape is ignored and folded again from the events.
 */
import type { EventStore, ExpectedRevision } from '../port/event-store.js';
import { sendAppend } from '../port/send-append.js';
import { readerOf } from '../port/stream-reader.js';
import { snapshotStream, streamName } from '../port/streams.js';
import { MarkTable } from './chunk-marks.js';
import { KeyTable } from './keys.js';
import { ENTRIES_PER_CHUNK, type FinishedChunk, type LoadedStream } from './loaded-stream.js';
import { type StoredSnapshot, decodeSnapshot, encodeSnapshot } from './snapshot-format.js';

/** How far back the newest snapshot of the right shape is looked for. */
const LOOK_BACK = 8;
const WRITE_WITHIN_MS = 15_000;

/** Where the stream of snapshots ends, as far as this process knows; the next one to be written has `number` + 1. */
export type SnapshotTail = { number: number; at: ExpectedRevision };

export class Snapshots<State> {
  /** `schemaVersion`: of the shape of the state. Snapshots of another are ignored. */
  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly schemaVersion: number,
  ) {}

  /** The newest that can be used, or null. */
  async latest(id: string): Promise<StoredSnapshot<State> | null> {
    const last = await this.reader(id).last();
    if (!last) return null;
    const newest = decodeSnapshot<State>(last, this.schemaVersion);
    if (newest) return newest;
    let found: StoredSnapshot<State> | null = null;
    for await (const snapshot of this.backwards(id, last.streamRevision, LOOK_BACK)) found ??= snapshot;
    return found;
  }

  /** The newest at or before a revision, or null. */
  async before(id: string, revision: number): Promise<FinishedChunk<State> | null> {
    if (revision < ENTRIES_PER_CHUNK) return null;
    const newest = await this.latest(id);
    if (!newest || newest.chunk.revision <= revision) return newest?.chunk ?? null;
    const number = Math.min(Math.floor(revision / ENTRIES_PER_CHUNK), newest.chunk.number - 1);
    for (let n = number; n > Math.max(0, number - 2); n--) {
      const chunk = await this.numbered(id, n, newest);
      if (chunk && chunk.revision <= revision) return chunk;
    }
    for await (const { chunk } of this.all(id)) if (chunk.revision <= revision) return chunk;
    return null;
  }

  /** All that can be used, newest first. */
  all(id: string): AsyncGenerator<StoredSnapshot<State>, void, void> {
    return this.newest(id, Infinity);
  }

  newest(id: string, count: number): AsyncGenerator<StoredSnapshot<State>, void, void> {
    return this.backwards(id, 'end', count);
  }

  /**
   * Writes a snapshot if it is the next one, and moves the tail. Another instance's writing is as good. False where it
   * is not there afterwards.
   */
  async write(id: string, tail: SnapshotTail, chunk: FinishedChunk<State>): Promise<boolean> {
    const event = encodeSnapshot(chunk, this.schemaVersion);
    for (let attempt = 0; attempt < 2 && chunk.number === tail.number + 1; attempt++) {
      const sending = { stream: snapshotStream(this.category, id), events: [event], expected: tail.at };
      const result = await sendAppend(this.store, sending, WRITE_WITHIN_MS);
      if (result.outcome === 'appended') Object.assign(tail, { number: chunk.number, at: result.streamRevision });
      // Another instance was faster, or what lies there can not be used and is written again behind it.
      if (result.outcome === 'conflict')
        Object.assign(tail, { number: (await this.latest(id))?.chunk.number ?? 0, at: result.actual });
    }
    return tail.number >= chunk.number;
  }

  /** Snapshots lie in the order of their numbers, without a gap, so that one is found from the newest. */
  private async numbered(id: string, number: number, newest: StoredSnapshot<State>) {
    const from = newest.at - (newest.chunk.number - number);
    const event = from < 0 ? null : await this.reader(id).at(from);
    const found = event && decodeSnapshot<State>(event, this.schemaVersion);
    return found?.chunk.number === number ? found.chunk : null;
  }

  private async *backwards(id: string, from: number | 'end', maxCount: number) {
    const options = { from, direction: 'backwards', maxCount } as const;
    for await (const event of this.store.readStream(snapshotStream(this.category, id), options)) {
      const found = decodeSnapshot<State>(event, this.schemaVersion);
      if (found) yield found;
    }
  }

  private reader(id: string) {
    return readerOf(this.store, snapshotStream(this.category, id));
  }
}

/** The stream as it was at a snapshot. */
export const fromSnapshot = <State>(
  category: string,
  id: string,
  chunk: FinishedChunk<State>,
): LoadedStream<State> => ({
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
  bookmark: { dueAt: 0, at: 'no_stream' },
});
