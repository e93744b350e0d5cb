/**
 * How much memory a stream in memory holds. Estimated, as V8 reports it for no object: what the state is made of is counted on load
 * and again when it may have changed. `held-memory.e2e.spec.ts` holds the estimate against the heap.
 */
import { getHeapStatistics } from 'node:v8';
import { bytesOf } from '../history/bytes-of.js';
import type { LoadedStream } from '../history/loaded-stream.js';

/** Of the memory that the process may have, the part that streams may keep between their commands; V8's limit counts its young generation too. */
const SHARE = 2 / 5;

/** V8's heap, or less where the process is in a container that has less. */
export function memoryForStreams(): number {
  const heap = getHeapStatistics().heap_size_limit;
  return Math.floor(Math.min(heap, process.constrainedMemory() || heap) * SHARE);
}

/** The queue, its tables, and the names of the stream: measured. */
const BYTES_PER_STREAM = 860;
/** What an entry adds until the state is counted again: most are charges, which add nothing, and few bring a bucket. */
const BYTES_PER_ENTRY = 8;
/**
 * The state is counted anew where it has gained or lost a part, and after as many entries as half of those that there were
 * before, of so many at most: what most entries change, a charge, adds no part.
 */
const LOOKED_AT_PER_LOOK = 2;
const MOST_PER_LOOK = 64;

export class HeldMemory {
  private stateBytes = 0;
  private countedAt: number | undefined;
  private parts = 0;

  of(loaded: LoadedStream<unknown> | undefined): number {
    if (!loaded) {
      this.countedAt = undefined;
      return BYTES_PER_STREAM;
    }
    return (
      BYTES_PER_STREAM + this.ofState(loaded) + loaded.keys.bytes + loaded.marks.bytes + (loaded.filters?.bytes ?? 0)
    );
  }

  private ofState({ state, revision }: LoadedStream<unknown>): number {
    // Of a stream that is not there yet it is everybody's.
    if (revision === 0) return 0;
    const { countedAt = -Infinity } = this;
    const entries = revision - countedAt;
    const parts = partsOf(state);
    if (parts !== this.parts || entries > Math.min(MOST_PER_LOOK, countedAt / LOOKED_AT_PER_LOOK)) {
      this.stateBytes = bytesOf(state);
      this.countedAt = revision;
      this.parts = parts;
      return this.stateBytes;
    }
    return this.stateBytes + entries * BYTES_PER_ENTRY;
  }
}

/** How many things its lists and tables hold: buckets, holds, debts. */
function partsOf(state: unknown): number {
  let parts = 0;
  for (const name in state as Readonly<Record<string, unknown>>) {
    const member = (state as Readonly<Record<string, unknown>>)[name];
    if (Array.isArray(member)) parts += member.length;
    else if (typeof member === 'object') for (const _ in member) parts++;
  }
  return parts;
}
