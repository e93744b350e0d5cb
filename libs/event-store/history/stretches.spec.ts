import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { add, setUp } from '../testing/counter-set-up.js';
import { counter, counterCodec } from '../testing/counter.js';
import { EntryReader } from './entry-reader.js';
import { Stretches } from './stretches.js';
import { ENTRIES_PER_WAYPOINT, Waypoints } from './waypoints.js';

/** As objects they take so much. */
const STRETCH_BYTES = ENTRIES_PER_WAYPOINT * 1_200;

/** Eight stretches. */
async function withStretches(keptBytes: number, open = 12) {
  const { store, writerOf } = setUp();
  const writer = writerOf();
  const entries = 8 * ENTRIES_PER_WAYPOINT;
  for (let n = 0; n < entries; n += 64)
    await Promise.all(Array.from({ length: 64 }, (_, nth) => writer.execute('a', add(1, `k${n + nth}`))));
  await writer.close();
  const waypoints = new Waypoints<{ revision: number; total: number; notes: number }>(store, 'counter', 'spec');
  for (let number = 1; number < 8; number++) {
    const revision = ENTRIES_PER_WAYPOINT * number;
    const state = { revision, total: revision, notes: 0 };
    const place = { number, revision, streamRevision: 4 * number - 1, recordedAt: '' as never };
    await waypoints.write(
      'a',
      { ...place, state, sums: undefined, keys: new Uint32Array() },
      number === 1 ? 'no_stream' : number - 2,
    );
  }
  const folding = { aggregate: counter as never, codec: counterCodec };
  const readerOf = () => new EntryReader(store, 'counter-a', folding);
  const stretches = new Stretches(waypoints, folding, readerOf, { keptBytes, open });
  const readsOf = async (nth: number) => {
    const { reads } = store.counts;
    const stretch = await stretches.to('a', ENTRIES_PER_WAYPOINT * (nth + 1));
    expect(stretch?.revision).toBeGreaterThanOrEqual(ENTRIES_PER_WAYPOINT * (nth + 1));
    return store.counts.reads - reads;
  };
  return { stretches, readsOf };
}

describe('stretches of the past', () => {
  it('are kept as long as there is room for them, those asked for last', async () => {
    const { readsOf } = await withStretches(3.5 * STRETCH_BYTES);
    for (let nth = 0; nth < 8; nth++) expect(await readsOf(nth)).toBeGreaterThan(0);
    expect([await readsOf(7), await readsOf(6), await readsOf(5)]).toEqual([0, 0, 0]);
    expect(await readsOf(2)).toBeGreaterThan(0);
    expect([await readsOf(5), await readsOf(2)]).toEqual([0, 0]);
    expect(await readsOf(7)).toBeGreaterThan(0);
  });

  it('are let go where there is no room and nobody asks for them twice, and stay where somebody does', async () => {
    const { readsOf } = await withStretches(3.5 * STRETCH_BYTES, 2);
    for (const nth of [1, 2, 3]) expect(await readsOf(nth)).toBeGreaterThan(0);
    await turn();
    expect([await readsOf(2), await readsOf(3)]).toEqual([0, 0]);
    expect(await readsOf(1)).toBeGreaterThan(0);
    for (const nth of [4, 5, 6, 7]) {
      await readsOf(nth);
      await turn();
    }
    expect(await readsOf(1)).toBe(0);
    expect(await readsOf(2)).toBeGreaterThan(0);
  });

  it('know where in the log each of their entries lies', async () => {
    const { stretches } = await withStretches(100 * STRETCH_BYTES);
    const stretch = await stretches.to('a', 3 * ENTRIES_PER_WAYPOINT);
    const positions = [1, 64, 65, 256].map((nth) => stretch?.positionOf(2 * ENTRIES_PER_WAYPOINT + nth));
    expect(positions[0]).toBeDefined();
    expect(positions[1]).toEqual(positions[0]);
    expect(positions[2]).not.toEqual(positions[1]);
    expect(positions[3]).toBeDefined();
    expect(stretch?.positionOf(3 * ENTRIES_PER_WAYPOINT + 1)).toBeUndefined();
  });

  it('answer the same when they are packed, which takes a fraction of the memory', async () => {
    const { stretches } = await withStretches(100 * STRETCH_BYTES);
    const stretch = await stretches.to('a', 2 * ENTRIES_PER_WAYPOINT);
    if (!stretch) throw new Error('A waypoint is near');
    const revisions = Array.from({ length: ENTRIES_PER_WAYPOINT + 2 }, (_, nth) => ENTRIES_PER_WAYPOINT + nth);
    const answers = () => ({
      entries: revisions.map((revision) => stretch.entry(revision)),
      states: revisions.map((revision) => stretch.stateAfter(revision)),
      some: stretch.entries(300, 371),
      none: stretch.entries(400, 400),
      all: stretch.entries(0, 9_999),
    });
    const before = answers();
    expect(before.entries.filter((entry) => entry === undefined)).toHaveLength(2);
    expect(before.some.map(({ revision }) => revision)).toEqual(revisions.filter((each) => each > 300 && each <= 371));
    expect(before.none).toEqual([]);
    const { bytes } = stretch;
    stretch.pack();
    expect(stretch.bytes).toBeLessThan(bytes / 5);
    expect(answers()).toEqual(before);
  });
});
