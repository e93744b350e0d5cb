import { describe, expect, it } from '@jest/globals';
import { add, note, setUp } from '../testing/counter-set-up.js';
import type { FinishedChunk } from './loaded-stream.js';
import type { Counter } from '../testing/counter.js';

type Set = ReturnType<typeof setUp>;
const SNAPSHOTS = 'snapshot-counter-a';
const BOOKMARKS = 'snapshot-bookmark-counter-a';

async function write({ writer }: Set, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 50) {
    await Promise.all(Array.from({ length: Math.min(50, to - i) }, (_, j) => writer.execute('a', add(1, `k${i + j}`))));
  }
}
const snapshots = ({ store }: Set) => store.events(SNAPSHOTS).map(({ data }) => data as FinishedChunk<Counter>);

describe('snapshots', () => {
  it('follow the event that holds each 1,000th entry and say what the fold says', async () => {
    const set = setUp();
    await write(set, 0, 3_333);
    await set.writer.close();
    const { history } = set.writerOf();
    expect(snapshots(set).map(({ number }) => number)).toEqual([1, 2, 3]);
    for (const { number, revision, streamRevision, state } of snapshots(set)) {
      const before = await history.entry('a', 1_000 * number);
      expect(revision).toBeGreaterThanOrEqual(before!.revision);
      expect(revision).toBeLessThan(1_000 * number + 256);
      expect(state).toEqual({ revision, total: revision, notes: 0 });
      const event = set.store.events('counter-a')[streamRevision]!;
      expect((event.metadata as { revision: number }).revision).toBeLessThanOrEqual(1_000 * number);
    }
  });

  it('spare a cold load the events before them', async () => {
    const set = setUp();
    await write(set, 0, 8_000);
    await set.writer.close();
    set.store.deleteStream(BOOKMARKS);
    const events = set.store.events('counter-a').length;
    set.store.counts.readEvents = 0;
    expect((await set.writerOf().load('a')).total).toBe(8_000);
    expect(events).toBeGreaterThanOrEqual(160);
    expect(set.store.counts.readEvents).toBeLessThan(100);
  });

  it('are not looked for where one page of events is all that there is', async () => {
    const set = setUp();
    for (let nth = 0; nth < 255; nth++) await set.writer.execute('a', add(1, `k${nth}`));
    expect(set.store.events('counter-a').length).toBe(255);
    set.store.deleteStream(BOOKMARKS);
    set.store.counts.reads = 0;
    expect((await set.writerOf().load('a')).total).toBe(255);
    expect(set.store.counts.reads).toBe(2);
  });

  it('change nothing by their absence, and are written again', async () => {
    const set = setUp();
    await write(set, 0, 5_000);
    await set.writer.close();
    const before = snapshots(set);
    set.store.deleteStream(SNAPSHOTS);
    set.store.deleteStream(BOOKMARKS);
    const again = set.writerOf();
    expect((await again.load('a')).total).toBe(5_000);
    expect(await again.execute('a', add(1, 'k77'))).toMatchObject({ isReplay: true, state: { total: 78 } });
    await again.close();
    expect(snapshots(set)).toEqual(before);
    const { readEvents } = set.store.counts;
    expect((await set.writerOf().history.stateAt('a', 4_100)).state.total).toBe(4_100);
    expect(set.store.counts.readEvents - readEvents).toBeLessThan(100);
  });

  it('of another shape are ignored and replaced', async () => {
    const set = setUp();
    await write(set, 0, 5_000);
    await set.writer.close();
    const old = snapshots(set).length;
    const next = set.writerOf(2);
    expect((await next.load('a')).total).toBe(5_000);
    await next.close();
    expect(snapshots(set).length).toBe(2 * old);
    set.store.counts.readEvents = 0;
    expect((await set.writerOf(2).load('a')).total).toBe(5_000);
    expect(set.store.counts.readEvents).toBeLessThan(100);
  });

  it('of which a part is broken are ignored', async () => {
    const set = setUp();
    await write(set, 0, 4_200);
    await set.writer.close();
    set.store.deleteStream('snapshot-bookmark-counter-a');
    const breaks = [{ marks: { span: null } }, { state: 'AAAA', isDeflated: true }];
    for (const [i, broken] of breaks.entries()) {
      set.store.tamper(SNAPSHOTS, 3 - i, (row) => (row.data = JSON.stringify({ ...JSON.parse(row.data), ...broken })));
      expect((await set.writerOf().load('a')).total).toBe(4_200);
    }
  });

  it('that are broken are ignored', async () => {
    const set = setUp();
    await write(set, 0, 4_200);
    await set.writer.close();
    for (const [i, data] of ['null', '"text"', '{"schemaVersion":1}', '{"schemaVersion":1,"state":{}}'].entries()) {
      set.store.tamper(SNAPSHOTS, 3 - i, (row) => (row.data = data));
      expect((await set.writerOf().load('a')).total).toBe(4_200);
      expect(await set.writerOf().execute('a', add(1, 'k1100'))).toMatchObject({ isReplay: true });
      expect(
        await set
          .writerOf()
          .execute('a', add(1, `new${i}`, 0))
          .catch(({ code }) => code),
      ).toBe('insufficient-credits');
    }
  });

  it('are written by whichever writer comes first', async () => {
    const set = setUp();
    const writers = [set.writerOf(), set.writerOf()];
    for (let i = 0; i < 60; i++) {
      await Promise.all(
        writers.flatMap((writer, w) =>
          Array.from({ length: 20 }, (_, j) => writer.execute('a', add(1, `${w}-${i}-${j}`))),
        ),
      );
    }
    await Promise.all(writers.map((writer) => writer.close()));
    expect(snapshots(set).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('know a key whose command lies across the end of a chunk', async () => {
    const set = setUp();
    await write(set, 0, 998);
    const across = note('across', { text: 'n', count: 5 });
    const first = await set.writer.execute('a', across);
    await set.writer.close();
    expect(snapshots(set)[0]).toMatchObject({ revision: 1_000, lastKey: 'across' });
    for (const writer of [set.writerOf(), set.writerOf()]) {
      expect(await writer.execute('a', across)).toEqual({ ...first, isReplay: true });
    }
  });

  it('that could not be written are made good with the next one', async () => {
    const set = setUp();
    await write(set, 0, 950);
    const append = set.store.append.bind(set.store);
    set.store.append = async (stream, ...rest) => {
      if (stream === SNAPSHOTS) throw new Error('The disk is full');
      return append(stream, ...rest);
    };
    await write(set, 950, 2_500);
    expect(snapshots(set)).toEqual([]);
    set.store.append = append;
    await write(set, 2_500, 3_050);
    await set.writer.close();
    expect(snapshots(set).map(({ number }) => number)).toEqual([1, 2, 3]);
  });
});
