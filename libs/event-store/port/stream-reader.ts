/** Reading parts of one stream. Calls end by themselves: a server takes many that are cancelled for an attack. */
import type { EventStore, StoredEvent } from './event-store.js';

const FIRST_PAGE = 16;
const LARGEST_PAGE = 256;

export type StreamReader = {
  at(streamRevision: number): Promise<StoredEvent | null>;
  last(): Promise<StoredEvent | null>;
  /** So many events from a revision on, in one call; fewer at the stream's end. */
  page(from: number, count: number): Promise<readonly StoredEvent[]>;
  /** The same, their data as text. */
  texts(from: number, count: number): Promise<readonly StoredEvent[]>;
  /** Events from one revision to another, inclusive. In growing pages, for readers that stop when they have seen enough. */
  pages(from: number, to?: number): AsyncGenerator<StoredEvent, void, void>;
};

export function readerOf(store: EventStore, stream: string): StreamReader {
  const collect = async (options: Parameters<EventStore['readStream']>[1]): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for await (const event of store.readStream(stream, options)) events.push(event);
    return events;
  };

  return {
    at: async (from) => (await collect({ from, maxCount: 1 }))[0] ?? null,
    last: async () => (await collect({ direction: 'backwards', maxCount: 1 }))[0] ?? null,

    // A server takes no read of no events.
    page: async (from, maxCount) => (maxCount > 0 ? collect({ from, maxCount }) : []),
    texts: async (from, maxCount) => (maxCount > 0 ? collect({ from, maxCount, isText: true }) : []),

    async *pages(from, to = Infinity) {
      for (let [next, size] = [from, FIRST_PAGE]; next <= to; size = Math.min(2 * size, LARGEST_PAGE)) {
        const maxCount = Math.min(size, to - next + 1);
        const page = await collect({ from: next, maxCount });
        yield* page;
        if (page.length < maxCount) return;
        next += page.length;
      }
    },
  };
}
