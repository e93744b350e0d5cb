import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { checkpointInLog } from './checkpoint-in-log.js';
import { runFollower } from './follower.js';
import { type Counted, STREAM, count, countedSource, numbers } from './testing/counted-events.js';
import { Life, reachedBy } from './testing/mortal.js';

const CHECKPOINTS = 'follower-counter';
const FOR_EVER = Infinity;
const AN_HOUR_MS = 3_600_000;

const stops: AbortController[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

/** A process of the follower `counter`. Two events are a batch. */
function start(
  log: EventStore,
  { life = new Life(FOR_EVER), standbyMs = AN_HOUR_MS }: { life?: Life; standbyMs?: number } = {},
) {
  const stop = new AbortController();
  stops.push(stop);
  const store = reachedBy(life, log);
  const done: number[] = [];
  const notes: string[] = [];
  const perform = async (events: readonly Counted[]) => {
    for (const { number } of events) {
      await life.step();
      done.push(number);
    }
    await life.step();
  };
  const notice = { info: (_: object, message: string) => notes.push(message) };
  const running = runFollower({
    source: countedSource(store),
    effects: checkpointInLog({ store, name: 'counter', perform, signal: stop.signal, log: notice, standbyMs }),
    sizeOf: () => 500,
    signal: stop.signal,
    onFailure: (error) => notes.push((error as Error).message),
    onRecovery: () => {},
  });
  return {
    done,
    notes,
    async stop() {
      stop.abort();
      await running;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 5_000 && !isSo(); looks++) await sleep(1);
  expect(isSo()).toBe(true);
}

/** Each number follows the one before it. */
const isInOrder = (done: readonly number[]): boolean =>
  done.every((each, nth) => nth === 0 || each === done[nth - 1]! + 1);

const checkpoint = (store: MemoryEventStore) => store.events(CHECKPOINTS).at(-1);
/** Position of the last event whose effects are stored. */
const reached = (store: MemoryEventStore) => (checkpoint(store)?.data as { commit: string } | undefined)?.commit;

describe('a checkpoint in the log', () => {
  it('is written after the effects, as the position that they reach', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 5);
    const { done, stop } = start(store);
    await until(() => reached(store) === '4');
    await stop();
    expect(done).toEqual(numbers(0, 5));
    const { type, data } = checkpoint(store)!;
    expect({ type, data }).toEqual({ type: 'CheckpointReached', data: { commit: '4', prepare: '4' } });
  });

  it('is where the next process goes on: nothing is done again', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 5);
    const first = start(store);
    await until(() => reached(store) === '4');
    await first.stop();
    await count(store, 5, 8);
    const second = start(store);
    await until(() => second.done.length >= 3);
    expect(second.done).toEqual(numbers(5, 8));
  });

  it('survives a kill at any point: at least once, in order, nothing skipped', async () => {
    let hasSurvived = false;
    let kills = 0;
    for (; !hasSurvived && kills < 100; kills++) {
      const store = new MemoryEventStore();
      await count(store, 0, 7);
      const life = new Life(kills);
      const first = start(store, { life });
      await until(() => life.isOver || reached(store) === '6');
      hasSurvived = !life.isOver;
      await count(store, 7, 10);
      const second = start(store);
      await until(() => second.done.includes(9));
      const [again = 0] = second.done;
      expect(isInOrder(first.done) && isInOrder(second.done)).toBe(true);
      // Together all of them; of what was done before the kill, at most the batch that had no checkpoint yet comes again.
      expect(new Set([...first.done, ...second.done])).toEqual(new Set(numbers(0, 10)));
      expect(again).toBeLessThanOrEqual(first.done.length);
      expect(first.done.length - again).toBeLessThanOrEqual(2);
    }
    // Seven effects, the end of four batches, and before and after the appends of four checkpoints and the metadata.
    expect(hasSurvived).toBe(true);
    expect(kills).toBeGreaterThanOrEqual(7 + 4 + 2 * 5);
  });

  it('is one of two processes: whoever comes second conflicts, yields, and does no more', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 2);
    const processes = [start(store), start(store)];
    await until(() => processes.some(({ notes }) => notes.length > 0));
    for (let nth = 2; nth < 40; nth += 2) {
      await count(store, nth, nth + 2);
      await until(() => processes.some(({ done }) => done.includes(nth + 1)));
    }
    const [standby, working] = processes.toSorted((a, b) => a.done.length - b.done.length);
    expect(working?.done).toEqual(numbers(0, 40));
    // Its first batch, which both had begun.
    expect(numbers(0, 2)).toEqual(expect.arrayContaining(standby?.done ?? []));
    expect([working?.notes, standby?.notes]).toEqual([[], [expect.stringContaining('standing by')]]);
  });

  it('is taken over where it stands still and there is work to be done', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 2);
    const processes = [start(store, { standbyMs: 20 }), start(store, { standbyMs: 20 })];
    await until(() => processes.some(({ notes }) => notes.length > 0));
    const standby = processes.find(({ notes }) => notes.length > 0)!;
    const working = processes.find((each) => each !== standby)!;
    await working.stop();
    await count(store, 2, 10);
    await until(() => standby.done.includes(9));
    expect(isInOrder(working.done) && isInOrder(standby.done)).toBe(true);
    expect(new Set([...working.done, ...standby.done])).toEqual(new Set(numbers(0, 10)));
    expect(standby.notes).toContainEqual(expect.stringContaining('taking over'));
  });

  it('is written once, whatever becomes of the answers', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 6);
    // Of the metadata and of two checkpoints.
    store.faults.push('lost-after', 'lost-after', 'lost-before', { lateByMs: 10 });
    const { done, notes } = start(store);
    await until(() => reached(store) === '5');
    await sleep(30);
    expect([done, notes]).toEqual([numbers(0, 6), []]);
    const positions = store.events(CHECKPOINTS).map(({ data }) => Number((data as { commit: string }).commit));
    expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
  });

  it('that can not be read stops its follower', async () => {
    const store = new MemoryEventStore();
    await count(store, 0, 1);
    await store.append(
      CHECKPOINTS,
      [{ ...store.events(STREAM)[0]!, data: Buffer.from('{}'), metadata: Buffer.from('{}') }],
      'no_stream',
    );
    const { done, notes } = start(store);
    await until(() => notes.length > 0);
    expect([done, notes[0]]).toEqual([[], 'The end of follower-counter is not a checkpoint']);
  });
});
