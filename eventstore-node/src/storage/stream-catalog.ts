import { decodePosition, streamNameKey, type Database } from './database.js';
import { NO_REVISION } from './expected-revision.js';
import { Queue } from './queue.js';
import { isMetastream, isSoftDeleted, METASTREAM_SETTINGS, type StreamSettings } from './stream-settings.js';

/** What the node knows of a stream, appends that are still on their way to disk included. */
export interface StreamState {
  readonly name: string;
  readonly number: number;
  lastRevision: number;
  /** Position of the last event; 0 for none. */
  lastPosition: number;
  settings: StreamSettings;
  isTombstoned: boolean;
  /** Until the tables hold this position the state must stay in memory: they have an older one. */
  changedAt: number;
}

/** What of a stream can't be read off its events' index. */
interface StoredStream {
  readonly number: number;
  readonly settings?: StreamSettings;
  readonly isTombstoned?: true;
}

const NEXT_STREAM_NUMBER = 'next-stream-number';
/** States that can't go yet are passed over; the tail's size bounds how many there are. */
const EVICTION_TRIES = 4;
const LARGEST_REVISION = 2 ** 48 - 1;

export const encodeStream = ({ number, settings, isTombstoned }: StreamState): Buffer => {
  const stored: StoredStream = { number, settings, ...(isTombstoned ? { isTombstoned } : {}) };
  return Buffer.from(JSON.stringify(stored));
};

export const isDeleted = (stream: StreamState): boolean => stream.isTombstoned || isSoftDeleted(stream.settings);

/** The lowest revision that reads return, by `$tb` and `$maxCount`. */
export function firstReadableRevision({ name, settings, lastRevision }: StreamState): number {
  const { truncateBefore = 0, maxCount } = isMetastream(name) ? METASTREAM_SETTINGS : settings;
  return Math.max(truncateBefore, maxCount === undefined ? 0 : lastRevision + 1 - maxCount, 0);
}

/** Finds streams by name. Keeps the ones used last in memory, at most `limit` of them, however many there are. */
export class StreamCatalog {
  private readonly cached = new Map<string, StreamState>();
  /** The same streams in the order in which they go. */
  private readonly order = new Queue<StreamState>();
  private nextNumber: number;

  constructor(
    private readonly database: Database,
    private readonly limit: number,
    private readonly storedPosition: () => number,
  ) {
    this.nextNumber = this.storedNextNumber();
  }

  find(name: string): StreamState | undefined {
    const cached = this.cached.get(name);
    if (cached) return cached;
    const stored = this.peek(name);
    return stored && this.remember(stored);
  }

  /** As `find`, for who looks at all streams: those that are in use stay in memory. */
  peek(name: string): StreamState | undefined {
    const cached = this.cached.get(name);
    if (cached) return cached;
    const stored = this.database.streams.getBinary(streamNameKey(name));
    return stored && this.load(name, JSON.parse(stored.toString('utf8')) as StoredStream);
  }

  /** A stream nobody has written to. It exists on disk once the caller's batch holds `encodeStream` of it. */
  create(name: string): StreamState {
    return this.remember({
      name,
      number: this.nextNumber++,
      lastRevision: NO_REVISION,
      lastPosition: 0,
      settings: {},
      isTombstoned: false,
      changedAt: Infinity,
    });
  }

  /** The counter's own row, for the batch that stores a new stream. */
  numbering(): { key: string; value: Buffer } {
    return { key: NEXT_STREAM_NUMBER, value: Buffer.from(String(this.nextNumber)) };
  }

  /** After a failed commit: what is in memory may include events that were never written. */
  forgetAll(): void {
    this.cached.clear();
    this.order.clear();
    this.nextNumber = this.storedNextNumber();
  }

  private load(name: string, { number, settings = {}, isTombstoned }: StoredStream): StreamState {
    const state: StreamState = {
      name,
      number,
      lastRevision: NO_REVISION,
      lastPosition: 0,
      settings,
      isTombstoned: isTombstoned === true,
      changedAt: 0,
    };
    const range = { start: [number, LARGEST_REVISION], end: [number, 0], inclusiveEnd: true, reverse: true, limit: 1 };
    for (const { key, value } of this.database.index.getRange(range)) {
      state.lastRevision = key[1];
      state.lastPosition = decodePosition(value);
    }
    return state;
  }

  private storedNextNumber(): number {
    return Number(this.database.facts.getBinary(NEXT_STREAM_NUMBER)?.toString('utf8') ?? 1);
  }

  private remember(state: StreamState): StreamState {
    // Room is made first: the stream that was requested must not be the one that goes.
    if (this.cached.size >= this.limit) this.evictOldest();
    this.cached.set(state.name, state);
    this.order.push(state);
    return state;
  }

  /** Insertion order stands in for use: exact enough for a cache, and a hit costs nothing. */
  private evictOldest(): void {
    for (let tried = 0; tried < EVICTION_TRIES; tried++) {
      const oldest = this.order.shift();
      if (!oldest) return;
      if (oldest.changedAt <= this.storedPosition()) {
        this.cached.delete(oldest.name);
        return;
      }
      this.order.push(oldest);
    }
  }
}
