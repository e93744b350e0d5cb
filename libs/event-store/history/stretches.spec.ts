import { describe, expect, it } from '@jest/globals';
import { add, setUp } from '../testing/counter-set-up.js';
import { type Counter, type CounterEvent, counter, counterCodec } from '../testing/counter.js';
import { EntryReader } from './entry-reader.js';
import { Stretches } from './stretches.js';
import { ENTRIES_PER_WAYPOINT, Waypoints } from './waypoints.js';

const ENTRIES_PER_EVENT = 64;
/** As objects they take so much. */
const STRETCH_BYTES = ENTRIES_PER_EVENT * 1_200;
const WAYPOINTS = 2;

/** Twelve stretches, of an event each; the last four follow the last waypoint. */
async function withStretches(keptBytes: number) {
  const { store, writerOf } = setUp();
  const writer = writerOf();
  const entries = 3 * ENTRIES_PER_WAYPOINT;
  for (let n = 0; n < entries; n += ENTRIES_PER_EVENT)
    await Promise.all(
      Array.from({ length: ENTRIES_PER_EVENT }, (_, nth) => writer.execute('a', add(1, `k${n + nth}`))),
    );
  await writer.close();
  const waypoints = new Waypoints<Counter>(store, 'counter', 'spec');
  const place = (events: number) => {
    const revision = ENTRIES_PER_EVENT * events;
    const state = { revision, total: revision, notes: 0 };
    return { revision, streamRevision: events - 1, recordedAt: '' as never, position: '1/1', state, sums: null };
  };
  for (let number = 1; number <= WAYPOINTS; number++) {
    const end = place(4 * number);
    const steps = [4, 3, 2, 1].map((back) => place(4 * number - back));
    const waypoint = { ...end, number, steps, folds: steps, keys: new Uint32Array(ENTRIES_PER_WAYPOINT) };
    await waypoints.write('a', waypoint, number === 1 ? 'no_stream' : number - 2);
  }
  const folding = { aggregate: counter as never, codec: counterCodec };
  const readerOf = () => new EntryReader(store, 'counter-a', folding);
  const stretches = new Stretches<Counter, CounterEvent>(waypoints, folding, readerOf, keptBytes);
  /** Events that are read for the last entry of a stretch: a waypoint, where that is not kept, and one of the stream. */
  const readsOf = async (nth: number) => {
    const { readEvents } = store.counts;
    const stretch = await stretches.to('a', ENTRIES_PER_EVENT * (nth + 1));
    expect(stretch?.revision).toBeGreaterThanOrEqual(ENTRIES_PER_EVENT * (nth + 1));
    return store.counts.readEvents - readEvents;
  };
  return { store, stretches, readsOf };
}

describe('stretches of the past', () => {
  it('are one event and no more where events are that large, and waypoints are read once', async () => {
    const { readsOf } = await withStretches(100 * STRETCH_BYTES);
    expect([await readsOf(1), await readsOf(2), await readsOf(0), await readsOf(3)]).toEqual([2, 1, 1, 1]);
    expect([await readsOf(7), await readsOf(5)]).toEqual([2, 1]);
  });

  it('are kept as long as there is room for them, those asked for last', async () => {
    const { readsOf } = await withStretches(3.5 * STRETCH_BYTES);
    for (let nth = 0; nth < 8; nth++) expect(await readsOf(nth)).toBeGreaterThan(0);
    expect([await readsOf(7), await readsOf(6), await readsOf(5)]).toEqual([0, 0, 0]);
    expect(await readsOf(2)).toBe(1);
    expect([await readsOf(5), await readsOf(2)]).toEqual([0, 0]);
    expect(await readsOf(7)).toBe(1);
  });

  it('that are larger than all that is kept are read each time', async () => {
    const { readsOf } = await withStretches(STRETCH_BYTES / 2);
    expect([await readsOf(1), await readsOf(1), await readsOf(1)]).toEqual([2, 1, 1]);
  });

  it('go on behind the last waypoint', async () => {
    const { stretches, readsOf } = await withStretches(100 * STRETCH_BYTES);
    for (const nth of [11, 8, 9, 10]) expect(await readsOf(nth)).toBeLessThan(6);
    for (const nth of [11, 8, 9, 10]) expect(await readsOf(nth)).toBe(0);
    expect((await stretches.to('a', 10_000)) === null).toBe(true);
  });

  it('go on after a read that failed, for whoever has them at hand', async () => {
    const { store, stretches } = await withStretches(100 * STRETCH_BYTES);
    const last = 3 * ENTRIES_PER_WAYPOINT;
    const stretch = await stretches.to('a', last - 200);
    store.failingReads = 1;
    await expect(stretch?.reach(last)).rejects.toMatchObject({ code: 'store-unavailable' });
    await stretch?.reach(last);
    expect(stretch?.entry(last)).toMatchObject({ revision: last });
    expect((await stretches.to('a', last))?.entry(last)).toMatchObject({ revision: last });
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

  it('give each of their entries and the states between them', async () => {
    const { stretches } = await withStretches(100 * STRETCH_BYTES);
    const stretch = await stretches.to('a', 128);
    if (!stretch) throw new Error('A waypoint is near');
    const revisions = Array.from({ length: 66 }, (_, nth) => 64 + nth);
    expect(revisions.map((revision) => stretch.entry(revision)?.revision)).toEqual([
      undefined,
      ...revisions.slice(1, 65),
      undefined,
    ]);
    for (const revision of [128, 65, 80, 81, 96, 127, 64])
      expect(stretch.stateAfter(revision)).toEqual({ revision, total: revision, notes: 0 });
    expect(stretch.entries(70, 90).map(({ revision }) => revision)).toEqual(revisions.slice(7, 27));
    expect([stretch.entries(90, 90), stretch.entries(0, 60)]).toEqual([[], []]);
    expect(stretch.entries(0, 9_999)).toHaveLength(64);
  });
});
