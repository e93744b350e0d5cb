import { LRUCache } from 'lru-cache';
import type { AggregateRows } from '../projection/rows.js';

/** Of heap, roughly: 10,000 accounts of five buckets. */
const MOST_BYTES = 160_000_000;
/**
 * An aggregate that has grown beyond this since it was read is given up: what it takes by then is mostly rows that no event needs, such
 * as the minutes of usage that are over, and the next event reads from Redis only those that it does need.
 */
const MOST_BYTES_OF_ONE = 24_000;
/** It is weighed anew after so many events, and before whenever it has twice as many: a young one grows fast. */
const WEIGHED_EVERY_EVENTS = 16;

/** What an aggregate takes beside its rows: its drafts, its name, where its rows stand. */
const BYTES_PER_AGGREGATE = 1_500;
/** A row's place in its map, and its key. */
const BYTES_PER_ROW = 120;
const BYTES_PER_OBJECT = 56;
const BYTES_PER_VALUE = 8;
/** A text beside its characters; a number that is no small integer. */
const BYTES_PER_TEXT = 24;
const BYTES_PER_NUMBER = 16;

type Weighed = {
  readonly rows: AggregateRows;
  readonly bytes: number;
  readonly leastBytes: number;
  readonly at: number;
};

/** Rows of the aggregates that had events lately. Losing any of it costs a look into Redis. */
export class RowsCache {
  private readonly aggregates = new LRUCache<string, Weighed>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });

  get(stream: string): AggregateRows | undefined {
    return this.aggregates.get(stream)?.rows;
  }

  set(stream: string, rows: AggregateRows): void {
    const known = this.aggregates.peek(stream);
    const { streamRevision } = rows;
    if (known?.rows === rows && streamRevision < Math.min(known.at + WEIGHED_EVERY_EVENTS, 2 * known.at + 1)) return;
    const bytes = bytesOf(rows);
    const leastBytes = known?.rows === rows ? known.leastBytes : rows.isWhole ? 0 : bytes;
    if (bytes > MOST_BYTES_OF_ONE && bytes > 2 * leastBytes) this.aggregates.delete(stream);
    else this.aggregates.set(stream, { rows, bytes, leastBytes, at: streamRevision });
  }

  delete(stream: string): void {
    this.aggregates.delete(stream);
  }

  /** They are kept elsewhere from now on. Answers what they weigh. */
  release(stream: string, rows: AggregateRows): number {
    const known = this.aggregates.peek(stream);
    this.aggregates.delete(stream);
    return known?.rows === rows ? known.bytes : bytesOf(rows);
  }
}

function bytesOf({ of }: AggregateRows): number {
  let bytes = BYTES_PER_AGGREGATE;
  for (const { rows, lookedUp } of of) {
    bytes += (rows.size + lookedUp.size) * BYTES_PER_ROW;
    for (const row of rows.values()) bytes += bytesOfValue(row);
  }
  return bytes;
}

/** Of plain data, by its shape: an estimate. */
function bytesOfValue(value: unknown): number {
  if (typeof value === 'string') return BYTES_PER_TEXT + value.length;
  if (typeof value === 'number') return BYTES_PER_NUMBER;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = BYTES_PER_OBJECT;
  if (Array.isArray(value)) for (const each of value) bytes += BYTES_PER_VALUE + bytesOfValue(each);
  else for (const key in value) bytes += BYTES_PER_VALUE + bytesOfValue((value as Record<string, unknown>)[key]);
  return bytes;
}
