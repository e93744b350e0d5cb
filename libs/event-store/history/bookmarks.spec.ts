import { describe, expect, it } from '@jest/globals';
import { add, setUp, undo } from '../testing/counter-set-up.js';

const BOOKMARKS = 'snapshot-bookmark-counter-a';
const SNAPSHOTS = 'snapshot-counter-a';

type Set = ReturnType<typeof setUp>;
type Numbered = { readonly number: number };

/** Charges with keys from one number to another, `atOnce` of them in an event. */
async function write({ writerOf }: Set, from: number, to: number, atOnce: number): Promise<void> {
  const writer = writerOf();
  for (let i = from; i < to; i += atOnce)
    await Promise.all(
      Array.from({ length: Math.min(atOnce, to - i) }, (_, j) => writer.execute('a', add(1, `k${i + j}`))),
    );
  await writer.close();
}

/** What a process of its own reads to load the stream, and what it finds. */
async function cold({ store, writerOf }: Set) {
  const { readEvents, reads } = store.counts;
  const writer = writerOf();
  const state = await writer.load('a');
  const read = { events: store.counts.readEvents - readEvents, reads: store.counts.reads - reads };
  await writer.close();
  return { state, ...read };
}

/** Each by a process of its own. */
async function replay({ writerOf }: Set, keys: readonly number[]): Promise<void> {
  for (const nth of keys) {
    const writer = writerOf();
    const { isReplay, entries } = await writer.execute('a', add(1, `k${nth}`));
    expect([nth, isReplay, entries.map(({ revision }) => revision)]).toEqual([nth, true, [nth + 1]]);
    await writer.close();
  }
}

describe('bookmarks', () => {
  it.each([1, 10, 50])('spare a cold load all but a few events, decided %i at a time', async (atOnce) => {
    const set = setUp();
    await write(set, 0, 900, atOnce);
    const { state, events, reads } = await cold(set);
    expect(state.total).toBe(900);
    expect(reads).toBe(2);
    expect(events).toBeLessThan(1 + 200 / (atOnce + 1));
  });

  it('are not written for a stream of few events, which is read as a whole', async () => {
    const set = setUp();
    await write(set, 0, 14, 1);
    expect(set.store.events(BOOKMARKS)).toEqual([]);
    expect(await cold(set)).toMatchObject({ state: { total: 14 }, reads: 2, events: 14 });
  });

  it('know every key, and what entries are about', async () => {
    const set = setUp();
    await write(set, 0, 700, 7);
    await set.writerOf().execute('a', undo(12, 'undo'));
    await replay(set, [0, 1, 350, 698, 699]);
    await expect(set.writerOf().execute('a', undo(12, 'again'))).rejects.toMatchObject({ code: 'already-settled' });
    expect((await set.writerOf().execute('a', add(1, 'new'))).isReplay).toBe(false);
  });

  it('change nothing by their absence, and are written again by whoever loads the stream', async () => {
    const set = setUp();
    await write(set, 0, 250, 5);
    set.store.deleteStream(BOOKMARKS);
    expect((await cold(set)).state.total).toBe(250);
    expect((await cold(set)).events).toBeLessThan(5);
    await replay(set, [0, 100, 249]);
  });

  it('of which a part is broken are ignored', async () => {
    const set = setUp();
    await write(set, 0, 250, 5);
    const { streamRevision } = set.store.events(BOOKMARKS).at(-1)!;
    set.store.tamper(BOOKMARKS, streamRevision, (row) => {
      row.data = JSON.stringify({ ...JSON.parse(row.data), marks: { hashes: '' } });
    });
    expect((await cold(set)).state.total).toBe(250);
    await replay(set, [0, 100, 249]);
  });

  it('of another shape are ignored and replaced', async () => {
    const set = setUp();
    await write(set, 0, 250, 5);
    const next = set.writerOf(2);
    expect((await next.load('a')).total).toBe(250);
    await next.close();
    const { readEvents } = set.store.counts;
    expect((await set.writerOf(2).load('a')).total).toBe(250);
    expect(set.store.counts.readEvents - readEvents).toBeLessThan(5);
  });

  it('leave the same snapshots as a stream that was never loaded from one', async () => {
    const [set, whole] = [setUp(), setUp()];
    for (let from = 0; from < 2_200; from += 220) await write(set, from, from + 220, 11);
    await write(whole, 0, 2_200, 11);
    const snapshotsOf = ({ store }: Set) => store.events(SNAPSHOTS).map(({ data }) => data as Numbered);
    expect(snapshotsOf(set).map(({ number }) => number)).toEqual([1, 2]);
    expect(snapshotsOf(set).map((each) => ({ ...each, lastHash: '', recordedAt: '' }))).toEqual(
      snapshotsOf(whole).map((each) => ({ ...each, lastHash: '', recordedAt: '' })),
    );
    set.store.deleteStream(SNAPSHOTS);
    await write(set, 2_200, 3_300, 11);
    expect(snapshotsOf(set).map(({ number }) => number)).toEqual([1, 2, 3]);
    await replay(set, [0, 999, 1_000, 2_100, 3_299]);
  });

  it('are written by two processes in turns, and a process goes on behind those of the other', async () => {
    const set = setUp();
    const [one, other] = [set.writerOf(), set.writerOf()];
    for (let nth = 0; nth < 300; nth++) await (nth % 2 === 0 ? one : other).execute('a', add(1, `k${nth}`));
    await Promise.all([one.close(), other.close()]);
    expect(set.store.events(BOOKMARKS).length).toBeGreaterThan(3);
    const { state, events } = await cold(set);
    expect(state.total).toBe(300);
    expect(events).toBeLessThan(60);
    await replay(set, [0, 77, 299]);
  });
});
