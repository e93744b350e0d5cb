import { describe, expect, it } from '@jest/globals';
import { type Position } from './event-store.js';
import { jsonBytes } from '../codec/hash-chain.js';
import { subscribe } from './subscriptions.js';
import { MemoryEventStore, type SubscriptionFault } from '../testing/memory-event-store.js';

const streamPrefixes = ['account-'];
const append = async (store: MemoryEventStore, stream: string, count: number): Promise<void> => {
  const known = store.events(stream).length;
  const events = Array.from({ length: count }, (_, i) => ({
    id: crypto.randomUUID(),
    type: 'Counted',
    data: jsonBytes(known + i),
    metadata: jsonBytes({}),
  }));
  await store.append(stream, events, known === 0 ? 'no_stream' : known - 1);
};

/** Takes so many events and leaves. */
async function take(store: MemoryEventStore, count: number, options: Partial<Parameters<typeof subscribe>[1]> = {}) {
  const taken: unknown[] = [];
  let last: Position | undefined;
  for await (const delivery of subscribe(store, { from: 'start', streamPrefixes, ...options })) {
    if (delivery.kind !== 'event') continue;
    taken.push(delivery.event.data);
    last = delivery.event.position;
    if (taken.length === count) break;
  }
  return { taken, last };
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('a supervised subscription', () => {
  it('delivers what there is, then caughtUp, then what comes, of the streams that were asked for', async () => {
    const store = new MemoryEventStore();
    await append(store, 'account-a', 2);
    await append(store, 'snapshot-account-a', 1);
    const seen: unknown[] = [];
    setTimeout(() => void append(store, 'account-a', 1), 20);
    for await (const delivery of subscribe(store, { from: 'start', streamPrefixes })) {
      seen.push(delivery.kind === 'event' ? delivery.event.data : delivery.kind);
      if (seen.length === 4) break;
    }
    expect(seen).toEqual([0, 1, 'caughtUp', 2]);
  });

  it('goes on after a position', async () => {
    const store = new MemoryEventStore();
    await append(store, 'account-a', 10);
    const { last } = await take(store, 4);
    expect((await take(store, 6, { from: last! })).taken).toEqual(numbers(4, 10));
  });

  it.each(['end', 'error'] as const)(
    'begins again at once after every %s, without loss or repetition',
    async (kind) => {
      const store = new MemoryEventStore();
      await append(store, 'account-a', 500);
      store.subscriptionFaults.push(
        ...numbers(0, 40).map((i): SubscriptionFault => ({ afterEvents: 1 + (i % 13), kind })),
      );
      const interruptions: unknown[] = [];
      const startedAt = performance.now();
      const { taken } = await take(store, 500, { onInterruption: (cause) => interruptions.push(cause) });
      expect(taken).toEqual(numbers(0, 500));
      expect(interruptions.length).toBe(40);
      expect(interruptions.every((cause) => (kind === 'end' ? cause === null : cause instanceof Error))).toBe(true);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    },
  );

  it('waits longer and longer while nothing comes', async () => {
    const store = new MemoryEventStore();
    await append(store, 'account-a', 3);
    store.subscriptionFaults.push(...numbers(0, 3).map((): SubscriptionFault => ({ afterEvents: 0, kind: 'error' })));
    const startedAt = performance.now();
    expect((await take(store, 3)).taken).toEqual([0, 1, 2]);
    expect(performance.now() - startedAt).toBeGreaterThan(250);
  });

  it('notices that a silent server has more to say, and leaves an idle one alone', async () => {
    const store = new MemoryEventStore();
    await append(store, 'account-a', 5);
    store.subscriptionFaults.push({ afterEvents: 2, kind: 'silence' });
    const interruptions: unknown[] = [];
    const onInterruption = (cause: unknown) => interruptions.push(cause);
    expect((await take(store, 5, { silenceMs: 20, onInterruption })).taken).toEqual(numbers(0, 5));
    expect(interruptions).toEqual([expect.any(Error)]);

    await append(store, 'other', 1);
    const end = new AbortController();
    setTimeout(() => end.abort(), 200);
    const before = store.counts.subscriptions;
    for await (const _ of subscribe(store, { from: 'start', streamPrefixes, silenceMs: 20, signal: end.signal }));
    expect(store.counts.subscriptions - before).toBeLessThanOrEqual(2);
  });

  it('ends with its signal', async () => {
    const store = new MemoryEventStore();
    const end = new AbortController();
    setTimeout(() => end.abort(), 10);
    expect((await take(store, 1, { signal: end.signal })).taken).toEqual([]);
  });
});
