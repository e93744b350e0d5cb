/**
 * Bookmarks: a stream as it was in memory not long ago, in a stream of their own, of which the last one counts. Whoever
 * loads the stream reads it and the few events after it, however many events or entries there were before. A cache, as
 * snapshots are, which follow each 1,000 entries for the sake of the past: what is missing or of another shape is ignored.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { EventStore, ExpectedRevision } from '../port/event-store.js';
import { sendAppend } from '../port/send-append.js';
import { readerOf } from '../port/stream-reader.js';
import { streamName } from '../port/streams.js';
import { type Bookmark, decodeBookmark, encodeBookmark } from './bookmark-format.js';
import { bytesOf } from './bytes-of.js';
import { MarkTable } from './chunk-marks.js';
import { KeyFilters } from './key-filters.js';
import { KeyTable } from './keys.js';
import { FIRST_BOOKMARK_AT, type LoadedStream, weightOf } from './loaded-stream.js';

/** What is stored of a key. */
const BYTES_PER_KEY = 16;
/** Of the log, for each event and for each entry: half of what a single charge takes. */
const BYTES_PER_WEIGHT = 500;
/** So much more is recorded than a bookmark takes before there is another one. */
const APART = 6;
/** One of a larger state costs more than it spares: then there are snapshots. */
const MOST_BYTES = 200_000;
/** Those who are due meanwhile are so again with their next event. */
const MOST_AT_ONCE = 64;
const WRITE_WITHIN_MS = 15_000;

export class Bookmarks<State> {
  private readonly writing = new Set<Promise<void>>();

  /** `schemaVersion`: of the shape of the state, as that of snapshots. */
  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly schemaVersion: number,
  ) {}

  /** The stream as it was at its last bookmark, and where that lies; null where there is none that can be used. */
  async latest(id: string): Promise<{ readonly loaded: LoadedStream<State> | null; readonly at: ExpectedRevision }> {
    const last = await readerOf(this.store, this.streamOf(id)).last();
    if (!last) return { loaded: null, at: 'no_stream' };
    const at = last.streamRevision;
    const found = decodeBookmark<State>(last, this.schemaVersion);
    return { loaded: found && openedAt(streamName(this.category, id), id, found, at), at };
  }

  /** Has one written, later and if possible, where enough was recorded since the last. Nothing depends on it. */
  keep(loaded: LoadedStream<State>): void {
    if (weightOf(loaded) < loaded.bookmark.dueAt || this.writing.size >= MOST_AT_ONCE) return;
    const bytes = bytesAt(loaded);
    loaded.bookmark.dueAt = nextAfter(loaded, bytes);
    if (bytes > MOST_BYTES) return;
    const written = this.write(loaded, bookmarkOf(loaded)).catch(() => {});
    this.writing.add(written);
    void written.then(() => this.writing.delete(written));
  }

  /** Resolves when all have been written that were to be. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  private async write({ id, bookmark }: LoadedStream<State>, found: Bookmark<State>): Promise<void> {
    // Whoever is answered meanwhile does not wait for it.
    await turn();
    const events = [encodeBookmark(found, this.schemaVersion)];
    const sending = { stream: this.streamOf(id), events, expected: bookmark.at };
    const result = await sendAppend(this.store, sending, WRITE_WITHIN_MS);
    // Another instance's is as good.
    if (result.outcome === 'appended') bookmark.at = result.streamRevision;
    if (result.outcome === 'conflict') bookmark.at = result.actual;
  }

  private streamOf(id: string): string {
    return streamName(`snapshot-bookmark-${this.category}`, id);
  }
}

const bookmarkOf = <State>(loaded: LoadedStream<State>): Bookmark<State> => {
  const { state, revision, streamRevision, lastHash, recordedAt, lastKey, chunks, keys, marks } = loaded;
  const packed = { keys: keys.packed(), marks: marks.packed() };
  return { state, revision, streamRevision, lastHash, recordedAt, lastKey, chunks, ...packed };
};

function openedAt<State>(
  stream: string,
  id: string,
  { keys: packedKeys, marks, ...place }: Bookmark<State>,
  at: number,
): LoadedStream<State> {
  const keys = KeyTable.of(packedKeys);
  const filters = place.chunks === 0 ? new KeyFilters() : undefined;
  const tables = { keys, marks: MarkTable.of(marks), filters };
  const loaded = { id, stream, ...place, lastKey: place.lastKey, ...tables, bookmark: { dueAt: 0, at } };
  loaded.bookmark.dueAt = nextAfter(loaded, bytesAt(loaded));
  return loaded;
}

const bytesAt = ({ state, keys }: LoadedStream<unknown>): number => bytesOf(state) + BYTES_PER_KEY * keys.size;

const nextAfter = (loaded: LoadedStream<unknown>, bytes: number): number =>
  weightOf(loaded) + Math.max(FIRST_BOOKMARK_AT, Math.ceil((APART * bytes) / BYTES_PER_WEIGHT));
