import { setTimeout as aMoment } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#domain/errors.js';
import { Busy } from './errors.js';
import { type FinalityOptions, type WatchedFinality, watchFinality } from './finality.js';
import { add, setUp } from './testing/counter-set-up.js';
import type { Fault } from './testing/memory-event-store.js';

/** What takes seconds, in milliseconds. */
const SHORT = { appendDeadlineMs: 200, appendLandsWithinMs: 300 };
const PATIENT = { ...SHORT, decideWithinMs: 20_000 };
const watching: WatchedFinality[] = [];
afterEach(() => {
  for (const finality of watching.splice(0)) finality.close();
});

/** Two processes at one log, of which the second is careful with refusals. */
async function twoProcesses(options: Partial<FinalityOptions> = {}) {
  const { store, writerOf, entries } = setUp(PATIENT);
  await writerOf().execute('a', add(1, 'first'));
  const other = writerOf();
  const began = (changes: Partial<FinalityOptions> = {}) => {
    const begunAt = performance.now();
    const finality = watchFinality(store, { ...SHORT, lookEveryMs: 10, silenceMs: 150, begunAt, ...changes });
    watching.push(finality);
    return { finality, writer: writerOf(1, finality) };
  };
  const first = began({ begunAt: 0 });
  const { finality, writer } = began(options);
  return { store, entries, other, finality, writer, began, first };
}

/** Refused unless the total is below 3. */
const request = add(2, 'once', 3);
/** The limit that refuses what the same key could have had before. */
const refused = add(2, 'once', 2);
const refusal = expect.objectContaining({ code: 'insufficient-credits' });

async function isFinal(decision: Promise<unknown>, total: () => number): Promise<void> {
  const outcome = await decision.catch((error: unknown) => error);
  const before = total();
  await aMoment(SHORT.appendLandsWithinMs + 100);
  expect(total()).toBe(before);
  if (outcome instanceof DomainError) expect(before).toBe(1);
  else expect(before).toBe(2);
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

  it.each(['at the start', 'after the store was silent', 'after an answer was lost'])(
    'has no effect later, %s',
    async (when) => {
      const { store, entries, other, began, first } = await twoProcesses();
      await first.finality.doubt();
      let { writer } = first;
      store.faults.push({ lateByMs: 150 }, 'lost-before', 'lost-before');
      if (when === 'after the store was silent') {
        store.faults.splice(0);
        store.stop();
      }
      void other.execute('a', request).catch(() => {});
      await aMoment(20);
      if (when === 'after the store was silent') {
        await aMoment(160);
        store.resume();
      }
      if (when === 'at the start') ({ writer } = began());
      if (when === 'after an answer was lost') first.finality.lost();
      store.faults.splice(0);
      await isFinal(writer.execute('a', refused), () => entries().length);
    },
  );

  it('waits for what the store keeps in its queue', async () => {
    const { store, entries, other, finality, writer } = await twoProcesses();
    await finality.doubt();
    store.faults.push({ queuedForMs: 900 });
    void other.execute('a', request).catch(() => {});
    await aMoment(20);
    finality.lost();
    await isFinal(writer.execute('a', refused), () => entries().length);
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
