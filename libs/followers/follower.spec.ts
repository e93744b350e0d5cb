import { describe, expect, it } from '@jest/globals';
import type { Position } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { type Follower, runFollower } from './follower.js';
import type { Effects } from './port.js';
import { type Counted, count, countedSource, numbers } from './testing/counted-events.js';

/** Effects in memory, which fail as they are told. */
class Kept implements Effects<Counted> {
  readonly numbers: number[] = [];
  readonly batches: number[] = [];
  opened = 0;
  caught = 0;
  /** Which calls of `apply` fail. */
  failing: readonly number[] = [];
  private calls = 0;
  private position: Position | null = null;

  constructor(private readonly after: { readonly apply: () => Promise<void> | void } = { apply: () => {} }) {}

  async open() {
    this.opened++;
    return this.position;
  }

  async apply(events: readonly Counted[], position: Position) {
    if (this.failing.includes(++this.calls)) throw new Error('The effect failed');
    this.numbers.push(...events.map(({ number }) => number));
    this.batches.push(events.length);
    this.position = position;
    await this.after.apply();
  }

  async caughtUp() {
    this.caught++;
  }
}

/** Runs until as many numbers have had their effect as there are to be. */
async function followed(
  store: MemoryEventStore,
  until: number,
  { failing = [], ...options }: Partial<Follower<Counted>> & { readonly failing?: readonly number[] } = {},
) {
  const stop = new AbortController();
  const notes: string[] = [];
  const interruptions: unknown[] = [];
  const effects: Kept = new Kept({
    apply() {
      if (effects.numbers.length >= until) stop.abort();
    },
  });
  effects.failing = failing;
  await runFollower({
    source: countedSource(store, (cause) => interruptions.push(cause)),
    effects,
    sizeOf: () => 1,
    signal: stop.signal,
    onFailure: (error, nth) => notes.push(`${(error as Error).message} ${nth}`),
    onRecovery: () => notes.push('back'),
    ...options,
  });
  return { effects, notes, interruptions };
}

describe('a follower', () => {
  it('applies what there is and what comes, in order, each once', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 20);
    const following = followed(store, 30);
    await count(store, 20, 30);
    const { effects } = await following;
    expect(effects.numbers).toEqual(numbers(0, 30));
    expect(effects.caught).toBe(1);
  });

  it.each(['end', 'error'] as const)(
    'goes on after the last event that arrived, without opening its checkpoint anew, after every %s of the subscription',
    async (kind) => {
      const store = new MemoryEventStore();
      await count(store, 0, 200);
      store.subscriptionFaults.push(...numbers(0, 20).map((nth) => ({ afterEvents: 1 + (nth % 7), kind })));
      const { effects, interruptions, notes } = await followed(store, 200);
      expect(effects.numbers).toEqual(numbers(0, 200));
      expect([interruptions.length, effects.opened, notes]).toEqual([20, 1, []]);
    },
  );

  it('begins again from its checkpoint when an effect fails, and skips nothing', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 10);
    const { effects, notes } = await followed(store, 10, { failing: [2, 3], sizeOf: () => 500 });
    expect(effects.numbers).toEqual(numbers(0, 10));
    expect([effects.opened, notes]).toEqual([3, ['The effect failed 1', 'The effect failed 2', 'back']]);
  });

  it('rejects with what following again does not mend', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 1);
    await expect(followed(store, 1, { failing: [1], isFatal: () => true })).rejects.toThrow('The effect failed');
  });

  it('reads no further than two batches ahead of its effects', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 5_000);
    let read = 0;
    let most = 0;
    const stop = new AbortController();
    const source = countedSource(store);
    const effects: Kept = new Kept({
      async apply() {
        // The reader has its chance to run ahead.
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        most = Math.max(most, read - effects.numbers.length);
        if (effects.numbers.length === 5_000) stop.abort();
      },
    });
    await runFollower({
      async *source(after, signal) {
        for await (const arrival of source(after, signal)) {
          read++;
          yield arrival;
        }
      },
      effects,
      sizeOf: () => 1,
      signal: stop.signal,
      onFailure: (error) => stop.abort(error),
      onRecovery: () => {},
    });
    expect(effects.numbers).toEqual(numbers(0, 5_000));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2_000);
  });

  it('measures batches by the size of events', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 12);
    const { effects } = await followed(store, 12, { sizeOf: () => 250 });
    expect(effects.numbers).toEqual(numbers(0, 12));
    expect(Math.max(...effects.batches)).toBe(4);
  });
});
