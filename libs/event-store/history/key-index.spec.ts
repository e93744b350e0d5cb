/** An old stream of which nothing is in memory: what a first new key costs there, and that no old one is taken for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '#domain/messages.js';
import { add, undo } from '../testing/counter-set-up.js';
import { type CounterEvent, counter, counterCodec } from '../testing/counter.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { createWriter } from '../writer/writer.js';
import { KeyIndex } from './key-index.js';
import { hashKey } from './keys.js';
import type { RunningSums } from './running-sums.js';

const ENTRIES = 36_500;
const PARTS = Array.from({ length: 32 }, (_, part) => `snapshot-keys-${part}-counter-a`);
const nothing: RunningSums<null, CounterEvent> = { version: 1, begin: () => null, add: () => {}, stored: () => null };

const store = new MemoryEventStore();
let time = Date.parse('2026-01-01T00:00:00.000Z');
const writerOf = () =>
  createWriter({
    store,
    aggregate: counter,
    codec: counterCodec,
    clock: () => instant(time++),
    snapshots: { schemaVersion: 1 },
    sums: nothing,
  });

/** Closing waits a second at most for what is written behind the writers' backs: the index is waited for before. */
async function write(from: number, to: number, groups: number): Promise<void> {
  const writer = writerOf();
  for (let n = from; n < to; n += 500)
    await Promise.all(Array.from({ length: 500 }, (_, nth) => writer.execute('a', add(1, `k${n + nth}`))));
  const isWhole = () => PARTS.every((part) => store.events(part).length === groups);
  for (let looks = 0; !isWhole() && looks < 3_000; looks++) await sleep(10);
  expect(isWhole()).toBe(true);
  await writer.close();
}

/** What it costs a writer of its own to execute a new key. */
async function cold(key: string): Promise<number> {
  const writer = writerOf();
  const { readEvents } = store.counts;
  expect((await writer.execute('a', add(1, key))).isReplay).toBe(false);
  const read = store.counts.readEvents - readEvents;
  await writer.close();
  return read;
}

/** Each by a writer of its own. */
async function replay(keys: readonly number[]): Promise<void> {
  for (const nth of keys) {
    const writer = writerOf();
    const { isReplay, entries } = await writer.execute('a', add(1, `k${nth}`));
    expect([nth, isReplay, entries.map(({ revision }) => revision)]).toEqual([nth, true, [nth + 1]]);
    await writer.close();
  }
}

const OLD = [0, 255, 256, 16_383, 16_384, 20_000, 32_767, 32_768, 33_900, 35_990, 36_400];

describe('the first key on an old stream', () => {
  beforeAll(() => write(0, ENTRIES, 2), 60_000);

  it('is proved new by one part of the index and the filters of what it does not cover yet', async () => {
    // Two groups of 16,384 entries: four chunks are left, and the one before; its last events are read too.
    expect(await cold('new-1')).toBeLessThan(2 + 6 + 10);
    await replay(OLD);
  });

  it('may be one of many at once, or be followed by others while filters are read', async () => {
    const writer = writerOf();
    const all = await Promise.all(
      ['new-2', 'new-3', 'new-4', 'k77', 'new-5', 'k9', 'new-6'].map((key) => writer.execute('a', add(1, key))),
    );
    expect(all.map(({ isReplay }) => isReplay)).toEqual([false, false, false, true, false, true, false]);
    const next = writerOf();
    expect((await next.execute('a', add(1, 'new-7'))).isReplay).toBe(false);
    const following = ['new-7', 'k5', 'new-8'].map((key) => next.execute('a', add(1, key)));
    expect((await Promise.all(following)).map(({ isReplay }) => isReplay)).toEqual([true, true, false]);
    await next.execute('a', undo(12, 'undo'));
    await expect(writerOf().execute('a', undo(12, 'again'))).rejects.toMatchObject({ code: 'already-settled' });
  });

  it('is told from old ones where the index is not whole, or gone; and whoever writes on writes what is missing', async () => {
    store.deleteStream(PARTS[hashKey('k20000').low >>> 27] ?? '');
    await replay([20_000, 0, 36_400]);
    for (const part of PARTS) store.deleteStream(part);
    await replay(OLD);
    const filters = await cold('new-9');
    expect(filters).toBeGreaterThan(30);
    await write(40_000, 53_000, 3);
    for (const part of PARTS)
      expect(store.events(part).map(({ data }) => (data as { group: number }).group)).toEqual([1, 2, 3]);
    expect(await cold('new-10')).toBeLessThan(filters / 2);
    await replay(OLD);
  });

  it('is looked for in one part, where all that have its first bits are', async () => {
    const index = new KeyIndex(store, 'counter');
    for (const nth of OLD) expect((await index.look('a', hashKey(`k${nth}`).low)).mayHave).toBe(true);
    const never = await Promise.all(
      Array.from({ length: 200 }, (_, nth) => index.look('a', hashKey(`never-${nth}`).low)),
    );
    expect(never.filter(({ mayHave }) => mayHave)).toEqual([]);
    expect(new Set(never.map(({ upTo }) => upTo)).size).toBe(1);
    expect(never[0]?.upTo).toBeGreaterThanOrEqual(3 * 16_384);
    expect(await index.look('b', 1)).toEqual({ upTo: 0, mayHave: false });
    expect((await index.look('a', 0)).mayHave).toBe(true);
  });
});
