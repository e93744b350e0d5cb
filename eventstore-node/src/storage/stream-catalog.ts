import { decodePosition, streamNameKey, type Database } from './database.js';
import { NO_REVISION } from './expected-revision.js';
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
/** What a state takes in memory beside the text of its name; measured with 100,000 of them. */
const STATE_BYTES = 228;
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

/**
 * Finds streams by name. Keeps those in memory that were used last, however many there are. Two Maps take turns: when the one
 * of those in use holds half of what may be kept, it displaces the other, which holds what nobody has asked for since.
 */
export class StreamCatalog {
  private inUse = new Map<string, StreamState>();
  private older = new Map<string, StreamState>();
  private inUseBytes = 0;
  private nextNumber: number;

  constructor(
    private readonly database: Database,
    private readonly limitBytes: number,
    private readonly storedPosition: () => number,
  ) {
    this.nextNumber = this.storedNextNumber();
  }

  find(name: string): StreamState | undefined {
    const inUse = this.inUse.get(name);
    if (inUse) return inUse;
    const known = this.peek(name);
    return known && this.remember(known);
  }

  /** As `find`, for who looks at all streams: those that are in use stay in memory. */
  peek(name: string): StreamState | undefined {
    const known = this.inUse.get(name) ?? this.older.get(name);
    if (known) return known;
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
    this.inUse.clear();
    this.older.clear();
    this.inUseBytes = 0;
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
    if (this.inUseBytes >= this.limitBytes / 2) this.takeTurns();
    this.inUse.set(state.name, state);
    this.inUseBytes += bytesOf(state);
    return state;
  }

  /** Of a state that can't go yet the tables have an older one; the tail's size bounds how many there are. */
  private takeTurns(): void {
    const [leaving, storedPosition] = [this.older, this.storedPosition()];
    this.older = this.inUse;
    this.inUse = new Map();
    this.inUseBytes = 0;
    for (const state of leaving.values()) {
      if (state.changedAt <= storedPosition || this.older.has(state.name)) continue;
      this.inUse.set(state.name, state);
      this.inUseBytes += bytesOf(state);
    }
  }
}

const bytesOf = ({ name }: StreamState): number => STATE_BYTES + name.length;
