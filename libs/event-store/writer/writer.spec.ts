import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Busy, QueueFull } from '../port/errors.js';
import { verify } from '../codec/hash-chain.js';
import { add, note, setUp } from '../testing/counter-set-up.js';

/** Of the bookmark, and of the events after it. */
const READS_PER_LOAD = 2;

describe('group commit', () => {
  it('decides commands in the order in which they came, each on what the others leave, in few appends', async () => {
    const { store, writer, entries } = setUp();
    const answers = await Promise.all(Array.from({ length: 500 }, (_, i) => writer.execute('a', add(i, `k${i}`))));
    let total = 0;
    for (const [i, { state }] of answers.entries()) expect(state.total).toBe((total += i));
    expect(entries().map(({ origin }) => origin.key)).toEqual(Array.from({ length: 499 }, (_, i) => `k${i + 1}`));
    expect(entries().map(({ revision }) => revision)).toEqual(Array.from({ length: 499 }, (_, i) => i + 1));
    expect(store.counts.appends).toBe(1);
    expect(store.events('counter-a').length).toBe(2);
  });

  it('gathers what arrives while an append is in flight', async () => {
    const { store, writer } = setUp();
    store.latencyMs = 20;
    const first = writer.execute('a', add(1, 'first'));
    await new Promise((resolve) => setTimeout(resolve, 70));
    const rest = Array.from({ length: 100 }, (_, i) => writer.execute('a', add(1, `k${i}`)));
    await Promise.all([first, ...rest]);
    expect(store.counts.appends).toBeLessThanOrEqual(3);
  });

  it('carries on with a command that is submitted in the very answer to another', async () => {
    const { writer } = setUp();
    const answered = new Promise<number>((resolve, reject) => {
      const last = { resolve: ({ state }: { state: { total: number } }) => resolve(state.total), reject };
      writer.submit('a', add(1, 'first'), { resolve: () => writer.submit('a', add(2, 'next'), last), reject });
    });
    expect(await answered).toBe(3);
  });

  it('refuses one command without harm to its neighbours', async () => {
    const { writer } = setUp();
    const [first, refused, last] = await Promise.allSettled([
      writer.execute('a', add(5, 'x')),
      writer.execute('a', add(10, 'y', 12)),
      writer.execute('a', add(7, 'z', 12)),
    ]);
    expect(first).toMatchObject({ value: { state: { total: 5 } } });
    expect(refused).toMatchObject({ reason: { code: 'insufficient-credits' } });
    expect(last).toMatchObject({ value: { state: { total: 12, revision: 2 } } });
  });

  it('records no time before one that is recorded already', async () => {
    const { writer, setTime } = setUp();
    const { now } = await writer.execute('a', add(1, 'x'));
    setTime('2020-01-01T00:00:00.000Z');
    expect((await writer.execute('a', add(1, 'y'))).now).toBe(now);
  });

  it('answers 429 when too many wait', async () => {
    const { writer } = setUp({ queueLength: 3 });
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => writer.execute('a', add(1, key))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(results[3]).toMatchObject({ reason: expect.any(QueueFull) });
  });

  it('keeps below the size of an append, and every command whole', async () => {
    const { store, writer } = setUp({ bytesPerAppend: 20_000 });
    const text = 'x'.repeat(2_000);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => writer.execute('a', note(key, { text, count: 3 }))));
    expect(store.counts.appends).toBe(3);
    expect(store.counts.appendedEvents).toBe(15);
  });

  it('sends due facts ahead where a command does not fit with them', async () => {
    const { store, writer, entries } = setUp({ bytesPerAppend: 12_000 });
    const data = { text: 'x'.repeat(2_000), count: 2, due: 2 };
    const before = writer.execute('a', add(1, 'before'));
    const { entries: own } = await writer.execute('a', note('n', { ...data, due: 4 }));
    await before;
    expect(own.length).toBe(2);
    expect(entries().filter(({ origin }) => origin.key === 'n').length).toBe(2);
    expect(store.counts.appends).toBeGreaterThan(1);
  });

  it('rejects a command that no append can hold, and only that', async () => {
    const { writer } = setUp({ bytesPerAppend: 12_000 });
    const huge = note('huge', { text: randomBytes(12_000).toString('base64') });
    const [small, rejected, other] = await Promise.allSettled([
      writer.execute('a', add(1, 'x')),
      writer.execute('a', huge),
      writer.execute('a', add(1, 'y')),
    ]);
    expect([small.status, rejected.status, other.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rejected).toMatchObject({ reason: { code: 'too-much-at-once' } });
  });

  it('writes a command in fewer bytes where no append could hold it otherwise, and reads it again', async () => {
    const { store, writer, writerOf } = setUp({ bytesPerAppend: 12_000 });
    const text = 'usage '.repeat(5_000);
    const written = await writer.execute('a', note('large', { text, count: 2 }));
    expect(store.counts.appends).toBe(1);
    const members = () => store.events('counter-a').map(({ data }) => Object.keys(data as object));
    expect(members()).toEqual([['deflated'], ['deflated']]);
    await writer.execute('a', add(1, 'x'));
    expect(members()[2]).toEqual(['lines']);
    expect(await writerOf().execute('a', note('large', { text, count: 2 }))).toEqual({ ...written, isReplay: true });
    expect(written.entries).toMatchObject([{ data: { text } }, { data: { text } }]);
    expect(await verify(store.readStream('counter-a'))).toMatchObject({ isIntact: true });
  });

  it('is busy when commands are not decided in time, also while an append takes longer', async () => {
    const { store, writer } = setUp({ decideWithinMs: 200 });
    await writer.load('a');
    store.latencyMs = 1_500;
    const first = writer.execute('a', add(1, 'x'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const startedAt = performance.now();
    await expect(writer.execute('a', add(1, 'y'))).rejects.toBeInstanceOf(Busy);
    expect(performance.now() - startedAt).toBeLessThan(1_200);
    expect((await first).state.total).toBe(1);
  });
});

describe('two writers of one log', () => {
  it('confirms a refusal by what the other has written', async () => {
    const { writerOf } = setUp();
    const [one, two] = [writerOf(), writerOf()];
    await one.execute('a', add(10, 'x'));
    await expect(two.execute('a', add(1, 'y', 10))).rejects.toMatchObject({ code: 'insufficient-credits' });
    await one.execute('a', add(-5, 'z'));
    expect((await two.execute('a', add(1, 'y', 10))).state.total).toBe(6);
  });

  it('answers queries with what the other has written', async () => {
    const { writerOf } = setUp();
    const [one, two] = [writerOf(), writerOf()];
    expect(await two.query('a', ({ total }) => total)).toBe(0);
    await one.execute('a', add(10, 'x'));
    expect(await two.query('a', ({ total }) => total)).toBe(10);
  });

  it('decides afresh on a conflict, and gives up as busy', async () => {
    const { store, writerOf } = setUp({ attempts: 3 });
    const [one, two] = [writerOf(), writerOf()];
    await two.load('a');
    await one.execute('a', add(10, 'x'));
    expect((await two.execute('a', add(1, 'y'))).state.total).toBe(11);
    store.append = async () => ({ outcome: 'conflict', actual: 99 });
    await expect(one.execute('a', add(1, 'z'))).rejects.toBeInstanceOf(Busy);
  });

  it('takes the same key for the same command, whoever got it', async () => {
    const { writerOf, entries } = setUp();
    const writers = [writerOf(), writerOf(), writerOf()];
    const answers = await Promise.all(
      writers.flatMap((each) => [each.execute('a', add(1, 'k')), each.execute('a', add(1, 'k'))]),
    );
    expect(answers.filter(({ isReplay }) => !isReplay).length).toBe(1);
    expect(answers.every(({ state }) => state.total === 1)).toBe(true);
    expect(entries().length).toBe(1);
  });
});

describe('the cache of states', () => {
  it.each([{ cachedStreams: 2 }, { cachedBytes: 3_000 }])(
    'is bounded (%j), and what left it is loaded again',
    async (limits) => {
      const { store, writer } = setUp(limits);
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const key of ['x', 'y', 'z']) for (const id of ids) await writer.execute(id, add(1, key));
      expect(store.counts.reads).toBeGreaterThanOrEqual(18);
      for (const id of ids) expect((await writer.load(id)).total).toBe(3);
      expect(await writer.execute('a', add(1, 'x'))).toMatchObject({ isReplay: true });
    },
  );

  it('keeps what is used again and again', async () => {
    const { store, writer } = setUp({ cachedStreams: 3 });
    const others = Array.from({ length: 20 }, (_, i) => `other-${i}`);
    for (const id of others) for (const each of ['hot', id]) await writer.execute(each, add(1, `${each}-${id}`));
    expect(store.counts.reads).toBe(READS_PER_LOAD * (1 + others.length));
  });

  it('spares reading while there is room', async () => {
    const { store, writer } = setUp();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const key of ['x', 'y', 'z']) for (const id of ids) await writer.execute(id, add(1, key));
    expect(store.counts.reads).toBe(READS_PER_LOAD * 6);
  });
});

describe('closing', () => {
  it('answers what was asked and takes nothing more', async () => {
    const { writer, entries } = setUp();
    const asked = writer.execute('a', add(1, 'x'));
    const closed = writer.close();
    await expect(writer.execute('a', add(1, 'y'))).rejects.toBeInstanceOf(Busy);
    await closed;
    expect(entries().length).toBe(1);
    expect((await asked).state.total).toBe(1);
  });
});
