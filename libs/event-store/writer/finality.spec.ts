import { setTimeout as aMoment } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#domain/errors.js';
import { Busy } from '../port/errors.js';
import { type FinalityOptions, type WatchedFinality, watchFinality } from './finality.js';
import { add, setUp } from '../testing/counter-set-up.js';
import type { Fault, MemoryEventStore } from '../testing/memory-event-store.js';

/** What takes seconds, in milliseconds. */
const SHORT = { appendDeadlineMs: 400, appendLandsWithinMs: 600 };
const LATE_BY_MS = 300;
const PATIENT = { ...SHORT, settleWithinMs: 1_000, decideWithinMs: 20_000 };
const watching: WatchedFinality[] = [];
const sending: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const finality of watching.splice(0)) finality.close();
  await Promise.all(sending.splice(0).map((writer) => writer.close()));
});

/** The store as a process sees it whose requests take long to get there and whose answers never come. */
const farAway = (store: MemoryEventStore): MemoryEventStore =>
  Object.assign(Object.create(store) as MemoryEventStore, {
    append: async (...request: Parameters<MemoryEventStore['append']>) => {
      setTimeout(() => void store.append(...request), LATE_BY_MS);
      return { outcome: 'unknown', cause: new Error('It is far away') } as const;
    },
  });

/** Two processes at one log, of which the second is careful with refusals. */
async function twoProcesses(options: Partial<FinalityOptions> = {}) {
  const { store, writerOf, entries } = setUp(PATIENT);
  const other = writerOf();
  await other.execute('a', add(1, 'first'));
  const began = (changes: Partial<FinalityOptions> = {}) => {
    const begunAt = performance.now();
    const finality = watchFinality(store, { ...SHORT, lookEveryMs: 10, silenceMs: 150, begunAt, ...changes });
    watching.push(finality);
    return { finality, writer: writerOf(1, finality) };
  };
  // The first of all has nobody before it to be careful about.
  await began().finality.doubt();
  /** What could still be had is asked for, and under way. */
  const sendSlowly = async () => {
    const { writer } = setUp(PATIENT, farAway(store));
    sending.push(writer);
    writer.execute('a', request).catch(() => {});
    await aMoment(20);
  };
  return { store, entries, other, began, sendSlowly, ...began(options) };
}

const request = add(2, 'once', 3);
/** The same key, when there is not enough any more. */
const refused = add(2, 'once', 2);
const refusal = expect.objectContaining({ code: 'insufficient-credits' });

async function isFinal(decision: Promise<unknown>, entries: () => readonly unknown[]): Promise<void> {
  const outcome = await decision.catch((error: unknown) => error);
  await aMoment(2 * SHORT.appendLandsWithinMs);
  expect(entries().length).toBe(outcome instanceof DomainError ? 1 : 2);
}

describe('a refusal', () => {
  it('is given at once in a log that nobody has ever written to', async () => {
    const { store, writerOf } = setUp(PATIENT);
    const finality = watchFinality(store, { begunAt: performance.now() });
    watching.push(finality);
    await expect(writerOf(1, finality).execute('a', add(9, 'x', 1))).rejects.toEqual(refusal);
  });

  it('costs nothing more while the store answers', async () => {
    const { store, finality, writer } = await twoProcesses();
    await finality.doubt();
    await expect(writer.execute('a', refused)).rejects.toEqual(refusal);
    const { appends } = store.counts;
    for (let n = 0; n < 20; n++) await expect(writer.execute('a', add(9, `k${n}`, 1))).rejects.toEqual(refusal);
    expect(store.counts.appends).toBe(appends);
  });

  it('has no effect later where it comes right after the start', async () => {
    const { entries, sendSlowly, began } = await twoProcesses();
    await sendSlowly();
    await isFinal(began().writer.execute('a', refused), entries);
  });

  it('has no effect later where the store was silent before', async () => {
    const { store, entries, sendSlowly, finality, writer } = await twoProcesses({ begunAt: 0 });
    await finality.doubt();
    await sendSlowly();
    store.stop();
    await aMoment(200);
    store.resume();
    await isFinal(writer.execute('a', refused), entries);
  });

  it('has no effect later where an answer was lost before', async () => {
    const { entries, sendSlowly, finality, writer } = await twoProcesses({ begunAt: 0 });
    await finality.doubt();
    await sendSlowly();
    finality.lost();
    await isFinal(writer.execute('a', refused), entries);
  });

  it('waits for what the store keeps in its queue', async () => {
    const { store, entries, other, finality, writer } = await twoProcesses({ begunAt: 0 });
    await finality.doubt();
    store.faults.push({ queuedForMs: SHORT.appendLandsWithinMs + 200 });
    void other.execute('a', request);
    await aMoment(20);
    finality.lost();
    await isFinal(writer.execute('a', refused), entries);
  });

  it('does not keep others waiting that need no proof', async () => {
    const { finality, writer } = await twoProcesses();
    await finality.doubt();
    finality.lost();
    const refusing = writer.execute('a', add(9, 'x', 2)).catch((error: unknown) => error);
    expect(await writer.execute('a', add(1, 'y'))).toMatchObject({ state: { total: 2 } });
    expect(await writer.query('a', (state) => state.total)).toBe(2);
    expect(finality.doubt()).toBeDefined();
    expect(await refusing).toEqual(refusal);
  });

  it('is not given while the store reads and does not write', async () => {
    const { store, writerOf } = setUp({ ...SHORT, decideWithinMs: 200 });
    await writerOf().execute('a', add(1, 'first'));
    store.faults.push(...Array<Fault>(100).fill('lost-before'));
    const finality = watchFinality(store, { ...SHORT, begunAt: 0 });
    watching.push(finality);
    await expect(writerOf(1, finality).execute('a', refused)).rejects.toBeInstanceOf(Busy);
  });
});
