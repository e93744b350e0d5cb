import { setTimeout as aMoment } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Busy, OutcomeUnknown, StoreUnavailable } from '../port/errors.js';
import { add, setUp, undo } from '../testing/counter-set-up.js';
import type { Fault, MemoryEventStore } from '../testing/memory-event-store.js';

/** What takes seconds, in milliseconds. */
const SHORT = { appendDeadlineMs: 60, appendLandsWithinMs: 90, settleWithinMs: 120 };

/** Nothing that is sent arrives any more while an append may land, but for what comes before. */
async function nothingArrives({ faults }: MemoryEventStore, ...before: readonly Fault[]): Promise<void> {
  faults.push(...before, ...Array<Fault>(1_000).fill('lost-before'));
  await aMoment(SHORT.appendDeadlineMs + 20);
  faults.splice(0);
}

describe('an append without an answer', () => {
  it.each(['lost-before', 'lost-after', { lateByMs: 30 }] as const)(
    'is settled by sending it again: %p',
    async (fault) => {
      const { store, writer, entries } = setUp();
      await writer.execute('a', add(1, 'x'));
      store.faults.push(fault, 'lost-before');
      expect((await writer.execute('a', add(2, 'y'))).state.total).toBe(3);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(entries().length).toBe(2);
    },
  );

  it('is written late or never, and a retry with the key finds out', async () => {
    const { store, writer, entries } = setUp(SHORT);
    await writer.load('a');
    void nothingArrives(store, { lateByMs: 20 });
    const late = writer.execute('a', add(2, 'y'));
    expect(await writer.execute('a', add(2, 'y'))).toMatchObject({ isReplay: true, state: { total: 2 } });
    expect(await late).toMatchObject({ isReplay: false, state: { total: 2 } });
    expect(entries().length).toBe(1);

    void nothingArrives(store);
    const never = writer.execute('a', add(3, 'z'));
    expect(await never).toMatchObject({ isReplay: false, state: { total: 5 } });
    expect(entries().length).toBe(2);
  });

  it('is not known while the store says nothing, and settled when it speaks again', async () => {
    const { store, writer, entries } = setUp(SHORT);
    await writer.load('a');
    void nothingArrives(store, 'lost-after');
    const written = writer.execute('a', add(2, 'y'));
    while (entries().length === 0) await aMoment(1);
    store.stop();
    await expect(written).rejects.toBeInstanceOf(OutcomeUnknown);
    store.resume();
    expect(await writer.execute('a', add(2, 'y'))).toMatchObject({ isReplay: true, state: { total: 2 } });
    expect(entries().length).toBe(1);
  });

  it('does not land after its deadline, however long the store stood still', async () => {
    const { store, writer, entries } = setUp(SHORT);
    await writer.load('a');
    store.stop();
    await expect(writer.execute('a', add(2, 'y'))).rejects.toBeInstanceOf(OutcomeUnknown);
    store.resume();
    expect(entries()).toEqual([]);
    expect(await writer.execute('a', add(2, 'y'))).toMatchObject({ isReplay: false, state: { total: 2 } });
    expect(entries().length).toBe(1);
  });

  it('keeps its stream in memory, and whatever else is asked of it waits', async () => {
    const { store, writer, entries } = setUp({ ...SHORT, cachedStreams: 0 });
    await writer.load('a');
    void nothingArrives(store, { lateByMs: 40 });
    const late = writer.execute('a', add(2, 'y'));
    await aMoment(10);
    const refused = writer.execute('a', add(9, 'z', 10));
    const total = writer.query('a', (state) => state.total);
    for (const id of ['b', 'c', 'd']) await writer.load(id);
    await expect(refused).rejects.toMatchObject({ code: 'insufficient-credits' });
    expect(await total).toBe(2);
    expect(await late).toMatchObject({ state: { total: 2 } });
    expect(entries().length).toBe(1);
  });

  it('leaves those that wait behind it their time, then they are busy', async () => {
    const { store, writer } = setUp({ ...SHORT, decideWithinMs: 100, settleWithinMs: 2_000 });
    await writer.load('a');
    store.stop();
    const unsettled = writer.execute('a', add(2, 'y'));
    const [refused, total] = await Promise.allSettled([
      writer.execute('a', add(9, 'z', 1)),
      writer.query('a', (state) => state.total),
    ]);
    expect(refused).toMatchObject({ reason: expect.any(Busy) });
    expect(total).toMatchObject({ reason: expect.any(Busy) });
    store.resume();
    await expect(unsettled).rejects.toBeInstanceOf(Busy);
  });

  it('is not told apart by reading while the store keeps it in its queue', async () => {
    const { store, writer, entries } = setUp(SHORT);
    await writer.load('a');
    store.faults.push('lost-before', { queuedForMs: 4 * SHORT.appendLandsWithinMs });
    const queued = writer.execute('a', add(2, 'y'));
    expect(await queued).toMatchObject({ isReplay: false, state: { total: 2 } });
    expect(entries().length).toBe(1);
  });

  it('has refusals and queries of the same batch decided afresh where it came to nothing', async () => {
    const { store, writer } = setUp(SHORT);
    void nothingArrives(store);
    const [lost, total] = await Promise.allSettled([
      writer.execute('a', add(2, 'y')),
      writer.query('a', (state) => state.total),
    ]);
    expect(lost).toMatchObject({ value: { state: { total: 2 } } });
    expect(total).toMatchObject({ value: 2 });
  });

  it('because the clock of the store is too far ahead leaves its command busy, and says why', async () => {
    const { writer, entries } = setUp({ ...SHORT, appendDeadlineMs: -20, decideWithinMs: 300 });
    const busy: unknown = await writer.execute('a', add(2, 'y')).catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(Busy);
    expect(busy).toMatchObject({ cause: { message: 'Its time has passed' } });
    expect(entries()).toEqual([]);
  });

  it('does not keep a writer from ending', async () => {
    const { store, writer } = setUp(SHORT);
    await writer.load('a');
    store.stop();
    await expect(writer.execute('a', add(2, 'y'))).rejects.toBeInstanceOf(OutcomeUnknown);
    await writer.close();
    const { appends } = store.counts;
    await aMoment(500);
    expect(store.counts.appends).toBe(appends);
  });
});

describe('a log that can not be read', () => {
  it('rejects what needs it, and what it rejects is not carried out later', async () => {
    const { store, writer, entries } = setUp();
    await writer.execute('a', add(5, 'x'));
    const read = store.readStream.bind(store);
    let failing = 1;
    store.readStream = (stream, options) => {
      if (options?.maxCount === undefined && failing-- > 0) throw new StoreUnavailable('down');
      return read(stream, options);
    };
    const [undone, refused] = await Promise.allSettled([
      writer.execute('a', undo(1, 'u')),
      writer.execute('a', add(1, 'y', 0)),
    ]);
    expect(refused).toMatchObject({ reason: expect.any(StoreUnavailable) });
    expect(undone).toMatchObject({ status: 'fulfilled', value: { state: { total: 0 } } });
    expect(entries().map(({ origin }) => origin.key)).toEqual(['x', 'u']);
  });

  it('costs a cold stream its command, until it can be read again', async () => {
    const { store, writer } = setUp();
    store.failingReads = 1;
    await expect(writer.execute('a', add(1, 'x'))).rejects.toBeInstanceOf(StoreUnavailable);
    expect((await writer.execute('a', add(1, 'x'))).isReplay).toBe(false);
  });
});
