import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '#domain/errors.js';
import type { Execution } from './execute-command.js';
import type { Counter, CounterEvent } from '../testing/counter.js';
import { add, keyed, note, setUp } from '../testing/counter-set-up.js';

describe('idempotency', () => {
  it('answers a repetition in the same batch, later, and after a restart as the first time', async () => {
    const { writer, writerOf, entries } = setUp();
    const request = note('n', { text: 'n', count: 3, due: 2 });
    const [first, second] = await Promise.all([writer.execute('a', request), writer.execute('a', request)]);
    await writer.execute('a', add(1, 'x'));
    const answers = [second, await writer.execute('a', request), await writerOf().execute('a', request)];
    for (const answer of answers) expect(answer).toEqual({ ...first, isReplay: true });
    expect(first.entries.map(({ revision }) => revision)).toEqual([3, 4, 5]);
    expect(entries().length).toBe(6);
  });

  it('refuses the key for another request, in the same batch and later', async () => {
    const { writer } = setUp();
    const other = { ...add(1, 'k'), origin: keyed('k', 'other') };
    const [, reused] = await Promise.allSettled([writer.execute('a', add(1, 'k')), writer.execute('a', other)]);
    expect((reused as PromiseRejectedResult).reason as DomainError).toMatchObject({ code: 'idempotency-key-reused' });
    await expect(writer.execute('a', other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('does not remember a refusal', async () => {
    const { writer } = setUp();
    await writer.execute('a', add(10, 'x'));
    await expect(writer.execute('a', add(5, 'k', 10))).rejects.toMatchObject({ code: 'insufficient-credits' });
    await writer.execute('a', add(-5, 'y'));
    expect(await writer.execute('a', add(5, 'k', 10))).toMatchObject({ isReplay: false, state: { total: 10 } });
  });

  it('knows keys of long ago, after a restart and without snapshots', async () => {
    const { store, writer, writerOf, entries } = setUp();
    const first: Execution<Counter, CounterEvent>[] = [];
    for (let i = 0; i < 3_500; i += 100) {
      const some = Array.from({ length: 100 }, (_, j) => writer.execute('a', add(i + j + 1, `k${i + j}`)));
      first.push(...(await Promise.all(some)));
    }
    await writer.close();
    expect(store.events('snapshot-counter-a').length).toBe(3);
    const check = async (again: ReturnType<typeof writerOf>) => {
      for (const i of [0, 999, 1_000, 2_222, 2_999, 3_000, 3_499]) {
        expect(await again.execute('a', add(i + 1, `k${i}`))).toEqual({ ...first[i]!, isReplay: true });
      }
    };
    await check(writerOf());
    store.deleteStream('snapshot-counter-a');
    await check(writerOf());
    expect(entries().length).toBe(3_500);
  });
});
