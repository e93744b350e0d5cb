/** A stream for specs of followers, whose events are numbers. */
import { randomUUID } from 'node:crypto';
import { jsonBytes } from '#event-store/codec/hash-chain.js';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { logSource } from '../log-source.js';

export type Counted = { readonly number: number; readonly position: Position };

/** The numbers from one up to another, that one excluded. */
export const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, nth) => from + nth);

const proposed = (number: number) => ({
  id: randomUUID(),
  type: 'Counted',
  data: jsonBytes(number),
  metadata: jsonBytes({}),
});

export const countOf = (stream: string) => ({
  /** Appends the numbers from where the stream ends, each as an event. */
  async append(store: EventStore, from: number, to: number): Promise<void> {
    const { outcome } = await store.append(
      stream,
      numbers(from, to).map(proposed),
      from === 0 ? 'no_stream' : from - 1,
    );
    if (outcome !== 'appended') throw new Error(`Numbers could not be appended: ${outcome}`);
  },
  source: (store: EventStore, onInterruption?: (cause: unknown) => void) =>
    logSource<Counted>(store, {
      streamPrefixes: [stream],
      read: ({ data, position }) => ({ number: data as number, position }),
      ...(onInterruption && { onInterruption }),
    }),
});

export const STREAM = 'count-a';
export const { append: count, source: countedSource } = countOf(STREAM);
