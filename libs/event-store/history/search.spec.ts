/** Commands that need old entries: found by what they are about, however long ago and whatever else is going on. */
import { describe, expect, it } from '@jest/globals';
import { add, setUp, undo } from '../testing/counter-set-up.js';

type Set = ReturnType<typeof setUp>;

async function write({ writer }: Set, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, to - i) }, (_, j) => writer.execute('a', add(1, `k${i + j}`))),
    );
  }
}
const codesOf = (answers: readonly PromiseSettledResult<unknown>[]) =>
  answers.map((answer) => (answer.status === 'fulfilled' ? 'done' : (answer.reason as { code: string }).code)).sort();

describe('what a rule looks for in the log', () => {
  it('is found at every age, with snapshots and without, by a writer that has just started', async () => {
    const set = setUp();
    await write(set, 0, 2_500);
    for (const revision of [7, 1_700, 2_400]) await set.writer.execute('a', undo(revision, `undo ${revision}`));
    await write(set, 2_500, 5_200);
    await set.writer.execute('a', undo(42, 'undo 42'));
    const check = async (again: Set['writer']) => {
      for (const revision of [7, 42, 1_700, 2_400])
        await expect(again.execute('a', undo(revision, 'again'))).rejects.toMatchObject({ code: 'already-settled' });
    };
    await check(set.writer);
    await set.writer.close();
    await check(set.writerOf());
    set.store.deleteStream('snapshot-counter-a');
    await check(set.writerOf());
    expect(await set.writerOf().execute('a', undo(8, 'undo 8'))).toMatchObject({ isReplay: false });
  });

  it('costs no reading of the past where it is not there', async () => {
    const set = setUp();
    await write(set, 0, 6_000);
    await set.writer.close();
    const writer = set.writerOf();
    await writer.execute('a', add(1, 'warm'));
    const { readEvents } = set.store.counts;
    await writer.execute('a', undo(3_333, 'u'));
    expect(set.store.counts.readEvents - readEvents).toBeLessThan(12);
  });

  it('is found where it was written while this command read', async () => {
    const set = setUp();
    await write(set, 0, 1_200);
    const undoing = Array.from({ length: 30 }, (_, i) => set.writer.execute('a', undo(5, `u${i}`)));
    expect(codesOf(await Promise.allSettled(undoing))).toEqual([...Array(29).fill('already-settled'), 'done']);
  });

  it('is found where another writer wrote it meanwhile, across the end of a chunk too', async () => {
    const set = setUp();
    await write(set, 0, 990);
    const writers = [set.writer, set.writerOf(), set.writerOf()];
    await Promise.all(writers.map((writer) => writer.load('a')));
    set.store.latencyMs = 2;
    const asked = Array.from({ length: 60 }, (_, i) => writers[i % 3]!.execute('a', undo((i % 4) + 1, `u${i}`)));
    const answers = await Promise.allSettled(asked);
    expect(codesOf(answers).filter((code) => code === 'done').length).toBe(4);
    expect(new Set(codesOf(answers))).toEqual(new Set(['already-settled', 'done']));
  });
});
