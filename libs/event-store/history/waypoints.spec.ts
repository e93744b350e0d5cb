import { describe, expect, it } from '@jest/globals';
import { type Instant, instant } from '#domain/messages.js';
import { add, keyed, note } from '../testing/counter-set-up.js';
import { type CounterEvent, counter, counterCodec } from '../testing/counter.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { createWriter } from '../writer/writer.js';
import type { RunningSums } from './running-sums.js';

const STREAM = 'snapshot-waypoint-3.1.1-counter-a';

/** How many entries were notes. */
const notes: RunningSums<{ notes: number }, CounterEvent> = {
  version: 1,
  begin: (stored) => ({ notes: (stored as number | undefined) ?? 0 }),
  add(sums, { type }) {
    if (type === 'Noted') sums.notes++;
  },
  stored: (sums) => sums.notes,
};

function setUp(store = new MemoryEventStore()) {
  let time = Date.parse('2026-01-01T00:00:00.000Z');
  const options = { store, aggregate: counter, codec: counterCodec, clock: () => instant(time++) };
  const writerOf = () => createWriter({ ...options, snapshots: { schemaVersion: 1 }, sums: notes });
  return { store, writerOf };
}

/** 50 additions and a note, again and again. */
async function write({ writerOf }: ReturnType<typeof setUp>, rounds: number) {
  const writer = writerOf();
  for (let round = 0; round < rounds; round++) {
    const adding = Array.from({ length: 50 }, (_, nth) => writer.execute('a', add(1, `k${round}-${nth}`)));
    await Promise.all([...adding, writer.execute('a', note(`n${round}`, { text: 'n' }))]);
  }
  await writer.close();
}

describe('waypoints', () => {
  it('follow the event that holds each 256th entry, whoever writes it', async () => {
    const set = setUp();
    await write(set, 10);
    await write({ ...set, writerOf: () => shifted(set) }, 10);
    const waypoints = set.store
      .events(STREAM)
      .map(({ data }) => (data as { head: { number: number; revision: number } }).head);
    expect(waypoints.map(({ number }) => number)).toEqual([1, 2, 3]);
    for (const { number, revision } of waypoints) {
      expect(revision).toBeGreaterThanOrEqual(256 * number);
      expect(revision).toBeLessThan(256 * (number + 1));
    }
  });

  it('give states and sums of the past again, and so do logs that have none', async () => {
    const set = setUp();
    await write(set, 60);
    const many = Array.from({ length: 30 }, (_, nth) => 1 + 101 * nth);
    const asked = [1, 51, 52, 255, 256, 257, 511, 512, 1_000, 1_020, 2_999, 3_060, 9_999, ...many];
    const answers = async () => {
      const { history } = set.writerOf();
      const sums = asked.map(async (revision) => {
        const { entries: _, startedAt: __, ...past } = await history.sumsAt('a', revision, notes);
        return past;
      });
      return {
        sums: await Promise.all(sums),
        states: await Promise.all(asked.map((each) => history.stateAt('a', each))),
        positions: await Promise.all(asked.map((each) => history.positionOf('a', each))),
      };
    };
    const before = await answers();
    expect(before.sums.slice(0, 13).map(({ sums }) => sums.notes)).toEqual([
      0, 1, 1, 5, 5, 5, 10, 10, 19, 20, 58, 60, 60,
    ]);
    expect(before.states[7]).toMatchObject({ revision: 512, state: { revision: 512, total: 502, notes: 10 } });
    set.store.deleteStream(STREAM);
    expect(await answers()).toEqual(before);
    set.store.deleteStream('snapshot-counter-a');
    expect(await answers()).toEqual(before);
  });

  it('tell which revision was reached at any time, by few events, and so do logs that have none', async () => {
    const set = setUp();
    await write(set, 60);
    const all = set.store.events('counter-a').flatMap(({ data, metadata }) => {
      const { revision, recordedAt } = metadata as { revision: number; recordedAt: Instant };
      const { length } = (data as { lines?: unknown[] }).lines ?? [data];
      return Array.from({ length }, (_, nth) => ({ revision: revision + nth, recordedAt }));
    });
    const times = [...new Set(all.map(({ recordedAt }) => recordedAt))];
    const asked = [-1, 0, 1, 9, 10, 11, 30, 77, 78, 110, times.length - 2, times.length - 1, times.length].map((nth) =>
      instant(Date.parse(times[0] ?? '') + (nth < 0 || nth >= times.length ? nth * 10 : sinceFirst(times, nth))),
    );
    const answers = async (end?: number) => {
      const { history } = set.writerOf();
      const found = [];
      for (const at of [...asked, ...asked]) found.push(await history.findRevisionAt('a', at, end));
      return found;
    };
    const expected = asked.map((at) => all.findLast(({ recordedAt }) => recordedAt <= at)?.revision ?? 0);
    expect(new Set(expected).size).toBeGreaterThan(7);
    const { readEvents } = set.store.counts;
    expect(await answers()).toEqual([...expected, ...expected]);
    expect((set.store.counts.readEvents - readEvents) / asked.length).toBeLessThan(20);
    const ends = [all.length, all.length - 1, 2_900, 1_024, 700, 256, 255, 3];
    const upTo = async (end: number) => (await answers(end)).map((found) => Math.min(found, end));
    const check = async () => {
      expect(await answers()).toEqual([...expected, ...expected]);
      for (const end of ends)
        expect(await upTo(end)).toEqual([...expected, ...expected].map((revision) => Math.min(revision, end)));
    };
    await check();
    set.store.deleteStream(STREAM);
    await check();
  });

  it('tell of a time of late without a read, where the end is known and all behind the last of them was read before', async () => {
    const set = setUp();
    await write(set, 20);
    const { history } = set.writerOf();
    const end = 20 * 51;
    const now = '2030-01-01T00:00:00.000Z' as Instant;
    expect(await history.findRevisionAt('a', now, end)).toBe(end);
    const { reads } = set.store.counts;
    for (let n = 0; n < 5; n++) expect(await history.findRevisionAt('a', now, end)).toBe(end);
    expect(set.store.counts.reads).toBe(reads);
  });

  it('answer a key of long ago as it was answered, and read no more than lies between two of them', async () => {
    const set = setUp();
    await write(set, 60);
    const keys = [0, 7, 19, 20, 41, 58, 59].flatMap((round) => [`k${round}-0`, `k${round}-49`, `n${round}`]);
    const ask = async () => {
      const writer = set.writerOf();
      await writer.load('a');
      await expect(writer.execute('a', note('new', { text: 'x', due: -1, count: 0 }))).resolves.toBeDefined();
      const { readEvents } = set.store.counts;
      const answers = [];
      for (const key of keys) {
        const asked = key.startsWith('n') ? note(key, { text: 'n' }) : add(1, key);
        const { isReplay, state, entries } = await writer.execute('a', asked);
        answers.push({ isReplay, state, keys: entries.map(({ origin }) => origin.key) });
      }
      return { answers, read: set.store.counts.readEvents - readEvents };
    };
    const { answers, read } = await ask();
    for (const [nth, answer] of answers.entries()) expect(answer).toMatchObject({ isReplay: true, keys: [keys[nth]] });
    expect(read / keys.length).toBeLessThan(20);
    set.store.deleteStream(STREAM);
    expect((await ask()).answers).toEqual(answers);
  });

  it('are read once for many keys of the same stretch, at the same time and later', async () => {
    const set = setUp();
    await write(set, 10);
    const writer = set.writerOf();
    await writer.load('a');
    const { reads } = set.store.counts;
    const replay = (nth: number) => writer.execute('a', add(1, `k3-${nth}`));
    await Promise.all(Array.from({ length: 50 }, (_, nth) => replay(nth)));
    for (let nth = 0; nth < 50; nth++) expect((await replay(nth)).isReplay).toBe(true);
    // One for the waypoint and one for what follows it; each replay alone is still answered beside the queue.
    expect(set.store.counts.reads - reads).toBeLessThan(6);
  });

  it('are not looked for where an account is too young for one: one read answers an old key, or all that are asked at once', async () => {
    const set = setUp();
    await write(set, 4);
    const readsOf = async (...keys: readonly (readonly [round: number, nth: number | 'note'])[]) => {
      const writer = set.writerOf();
      await writer.load('a');
      const { reads } = set.store.counts;
      const replay = async ([round, nth]: readonly [number, number | 'note']) => {
        const asked = nth === 'note' ? note(`n${round}`, { text: 'n' }) : add(1, `k${round}-${nth}`);
        const total = 50 * round + (nth === 'note' ? 50 : nth + 1);
        expect(await writer.execute('a', asked)).toMatchObject({ isReplay: true, state: { total } });
      };
      await Promise.all(keys.map(replay));
      return set.store.counts.reads - reads;
    };
    expect(await readsOf([3, 'note'])).toBe(1);
    expect(await readsOf([0, 7])).toBe(1);
    expect(await readsOf([2, 3], [0, 'note'], [3, 'note'], [1, 49])).toBe(1);
  });

  it('that are missing, cut off or written twice are written again, and change nothing', async () => {
    const set = setUp();
    await write(set, 20);
    set.store.deleteStream(STREAM);
    await write({ ...set, writerOf: () => shifted(set) }, 20);
    const { history } = set.writerOf();
    for (const revision of [300, 600, 1_200, 2_000])
      expect((await history.stateAt('a', revision)).state.revision).toBe(revision);
    const numbers = set.store.events(STREAM).map(({ data }) => (data as { head: { number: number } }).head.number);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

const sinceFirst = (times: readonly Instant[], nth: number): number =>
  Date.parse(times[nth] ?? '') - Date.parse(times[0] ?? '');

/** A writer whose keys are others. */
function shifted({ writerOf }: ReturnType<typeof setUp>) {
  const writer = writerOf();
  const execute: typeof writer.execute = (id, request) =>
    writer.execute(id, { ...request, origin: keyed(`again-${request.origin.key}`) });
  return { ...writer, execute };
}
