import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, StoreUnavailable } from './errors.js';
import { add, setUp, undo } from './testing/counter-set-up.js';

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

  it('stays unknown when time is up, and a retry with the key finds out', async () => {
    const { store, writer, entries } = setUp({ settleWithinMs: 0 });
    store.faults.push('lost-after');
    await expect(writer.execute('a', add(2, 'y'))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await writer.execute('a', add(2, 'y'))).toMatchObject({ isReplay: true, state: { total: 2 } });
    store.faults.push('lost-before');
    await expect(writer.execute('a', add(3, 'z'))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await writer.execute('a', add(3, 'z'))).toMatchObject({ isReplay: false, state: { total: 5 } });
    expect(entries().length).toBe(2);
  });

  it('that lands after all is not written twice', async () => {
    const { store, writer, entries } = setUp({ settleWithinMs: 0 });
    await writer.load('a');
    store.faults.push({ lateByMs: 20 });
    await expect(writer.execute('a', add(2, 'y'))).rejects.toBeInstanceOf(OutcomeUnknown);
    const retry = writer.execute('a', add(2, 'y'));
    await retry;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(entries().length).toBe(1);
    expect((await writer.execute('a', add(1, 'z'))).state.total).toBe(3);
  });

  it('decides refusals and queries of the same batch afresh', async () => {
    const { store, writer } = setUp({ settleWithinMs: 0 });
    store.faults.push('lost-before');
    const [lost, total] = await Promise.allSettled([
      writer.execute('a', add(2, 'y')),
      writer.query('a', (state) => state.total),
    ]);
    expect(lost).toMatchObject({ reason: expect.any(OutcomeUnknown) });
    expect(total).toMatchObject({ value: 0 });
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
