import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#domain/messages.js';
import { add, note, setUp, undo } from '../testing/counter-set-up.js';

describe('old entries', () => {
  it('are read when a rule asks for them, from the log or from the same batch', async () => {
    const { writer, writerOf, entries } = setUp();
    for (let i = 0; i < 20; i++) {
      await Promise.all(
        Array.from({ length: i * 7 }, (_, j) => writer.execute('a', add(i * 1_000 + j + 1, `k${i}-${j}`))),
      );
    }
    const all = entries();
    const fresh = writerOf();
    for (const entry of [all[0]!, all[7]!, all[500]!, all.at(-1)!]) {
      const { entries: own } = await fresh.execute('a', undo(entry.revision, `undo-${entry.revision}`));
      const amount = entry.type === 'Added' ? entry.data.lines[0]!.amount : 0;
      expect(own[0]).toMatchObject({ data: { lines: [{ amount: -amount }] } });
    }
    const next = (await fresh.load('a')).revision + 1;
    const [, undone, missing] = await Promise.allSettled([
      fresh.execute('a', add(77, 'in-batch')),
      fresh.execute('a', undo(next, 'undo-in-batch')),
      fresh.execute('a', undo(99_999, 'undo-nothing')),
    ]);
    expect(undone).toMatchObject({ value: { entries: [{ data: { lines: [{ amount: -77 }] } }] } });
    expect(missing).toMatchObject({ reason: { code: 'not-found' } });
  });
});

describe('the past', () => {
  async function withHistory() {
    const set = setUp();
    for (let i = 0; i < 2_600;) {
      const size = 1 + ((i * 7) % 90);
      const some = Array.from({ length: size }, (_, j) => set.writer.execute('a', add(1, `k${i + j}`)));
      await Promise.all([...some, set.writer.execute('a', note(`n${i}`, { text: 'n' }))]);
      i += size;
    }
    await set.writer.close();
    return set;
  }

  it('gives any state again, with snapshots and without, at most a chunk being folded', async () => {
    const { store, entries, writerOf } = await withHistory();
    const all = entries();
    const totals = all
      .map(({ type }) => (type === 'Added' ? 1 : 0))
      .map(
        (
          (sum) => (n: number) =>
            (sum += n)
        )(0),
      );
    const { history } = writerOf();
    const check = async () => {
      for (const revision of [1, 2, 500, 999, 1_000, 1_001, 1_256, 1_999, 2_000, 2_300, all.length]) {
        const past = await history.stateAt('a', revision);
        expect(past).toMatchObject({ revision, state: { revision, total: totals[revision - 1]! } });
        expect(past.recordedAt).toBe(all[revision - 1]!.recordedAt);
      }
    };
    store.counts.readEvents = 0;
    await check();
    expect(store.counts.readEvents).toBeLessThan(11 * 100);
    store.deleteStream('snapshot-counter-a');
    await check();
    expect(await history.stateAt('a', 0)).toEqual({
      state: { revision: 0, total: 0, notes: 0 },
      revision: 0,
      recordedAt: undefined,
    });
    expect((await history.stateAt('a', 99_999)).revision).toBe(all.length);
    expect((await history.stateAt('nobody', 5)).revision).toBe(0);
  });

  it('finds entries by revision in few reads', async () => {
    const { store, entries, writerOf } = await withHistory();
    const { history } = writerOf();
    store.counts.reads = 0;
    const revisions = Array.from({ length: 50 }, (_, i) => 1 + i * 53);
    for (const revision of revisions) expect(await history.entry('a', revision)).toEqual(entries()[revision - 1]);
    expect(store.counts.reads / revisions.length).toBeLessThan(8);
    expect(await history.entry('a', 99_999)).toBeNull();
    expect(await history.entry('a', 0)).toBeNull();
    expect(await history.entry('nobody', 1)).toBeNull();
  });

  it('finds the revision that was reached at a time', async () => {
    const { entries, writerOf } = await withHistory();
    const { history } = writerOf();
    const all = entries();
    for (const { recordedAt } of [all[0]!, all[700]!, all[1_500]!, all.at(-1)!]) {
      const last = all.findLast((entry) => entry.recordedAt <= recordedAt)!.revision;
      expect(await history.findRevisionAt('a', recordedAt)).toBe(last);
    }
    expect(await history.findRevisionAt('a', '2025-01-01T00:00:00.000Z' as Instant)).toBe(0);
    expect(await history.findRevisionAt('a', '2030-01-01T00:00:00.000Z' as Instant)).toBe(all.length);
    expect(await history.findRevisionAt('nobody', '2030-01-01T00:00:00.000Z' as Instant)).toBe(0);
  });
});
