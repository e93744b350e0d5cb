import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '#domain/errors.js';
import { type Instant, type Origin, instant } from '#domain/messages.js';
import { Busy, OutcomeUnknown, QueueFull } from './errors.js';
import type { Execution, WriterLimits } from './execute-command.js';
import { type Counter, type CounterEvent, counter, counterCodec } from './testing/counter.js';
import { MemoryEventStore } from './testing/memory-event-store.js';
import { createWriter } from './writer.js';

const actor = { key: 'service' };
const keyed = (key: string, requestHash = 'h'): Origin => ({ key, requestHash, actor });
const add = (amount: number, key: string, limit?: number) =>
  ({ type: 'Add', data: { amount, ...(limit !== undefined && { limit }) }, origin: keyed(key) }) as const;

function setUp(limits: Partial<WriterLimits> = {}, store = new MemoryEventStore()) {
  let time = Date.parse('2026-01-01T00:00:00.000Z');
  const clock = (): Instant => instant(time++);
  const writerOf = (more: Partial<WriterLimits> = {}) =>
    createWriter({
      store,
      aggregate: counter,
      codec: counterCodec,
      clock,
      snapshots: { schemaVersion: 1 },
      limits: { ...limits, ...more },
    });
  const entries = (): CounterEvent[] =>
    store.events('counter-a').flatMap((event) => [...counter.entriesOf(counterCodec.decode(event))]);
  return { store, writerOf, writer: writerOf(), entries, setTime: (at: string) => (time = Date.parse(at)) };
}

describe('group commit', () => {
  it('decides commands in the order in which they came, each on what the others leave, in few appends', async () => {
    const { store, writer, entries } = setUp();
    const answers = await Promise.all(Array.from({ length: 500 }, (_, i) => writer.execute('a', add(i, `k${i}`))));
    let total = 0;
    for (const [i, { state }] of answers.entries()) expect(state.total).toBe((total += i));
    expect(entries().map(({ origin }) => origin.key)).toEqual(Array.from({ length: 499 }, (_, i) => `k${i + 1}`));
    expect(entries().map(({ revision }) => revision)).toEqual(Array.from({ length: 499 }, (_, i) => i + 1));
    expect(store.counts.appends).toBe(1);
    expect(store.events('counter-a').length).toBe(2);
  });

  it('gathers what arrives while an append is in flight', async () => {
    const { store, writer } = setUp();
    store.latencyMs = 20;
    const first = writer.execute('a', add(1, 'first'));
    await new Promise((resolve) => setTimeout(resolve, 70));
    const rest = Array.from({ length: 100 }, (_, i) => writer.execute('a', add(1, `k${i}`)));
    await Promise.all([first, ...rest]);
    expect(store.counts.appends).toBeLessThanOrEqual(3);
  });

  it('refuses one command without harm to its neighbours', async () => {
    const { writer } = setUp();
    const [first, refused, last] = await Promise.allSettled([
      writer.execute('a', add(5, 'x')),
      writer.execute('a', add(10, 'y', 12)),
      writer.execute('a', add(7, 'z', 12)),
    ]);
    expect(first).toMatchObject({ value: { state: { total: 5 } } });
    expect(refused).toMatchObject({ reason: { code: 'insufficient-credits' } });
    expect(last).toMatchObject({ value: { state: { total: 12, revision: 2 } } });
  });

  it('records no time before one that is recorded already', async () => {
    const { writer, setTime } = setUp();
    const { now } = await writer.execute('a', add(1, 'x'));
    setTime('2020-01-01T00:00:00.000Z');
    expect((await writer.execute('a', add(1, 'y'))).now).toBe(now);
  });

  it('answers 429 when too many wait', async () => {
    const { writer } = setUp({ queueLength: 3 });
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => writer.execute('a', add(1, key))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(results[3]).toMatchObject({ reason: expect.any(QueueFull) });
  });

  it('keeps below the size of an append, and every command whole', async () => {
    const { store, writer } = setUp({ bytesPerAppend: 20_000 });
    const note = (key: string) =>
      ({ type: 'Note', data: { text: 'x'.repeat(2_000), count: 3 }, origin: keyed(key) }) as const;
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => writer.execute('a', note(key))));
    expect(store.counts.appends).toBe(3);
    expect(store.counts.appendedEvents).toBe(15);
  });

  it('sends due facts ahead where a command does not fit with them', async () => {
    const { store, writer, entries } = setUp({ bytesPerAppend: 12_000 });
    const data = { text: 'x'.repeat(2_000), count: 2, due: 2 };
    const before = writer.execute('a', add(1, 'before'));
    const { entries: own } = await writer.execute('a', { type: 'Note', data: { ...data, due: 4 }, origin: keyed('n') });
    await before;
    expect(own.length).toBe(2);
    expect(entries().filter(({ origin }) => origin.key === 'n').length).toBe(2);
    expect(store.counts.appends).toBeGreaterThan(1);
  });

  it('rejects a command that no append can hold, and only that', async () => {
    const { writer } = setUp({ bytesPerAppend: 12_000 });
    const huge = { type: 'Note', data: { text: 'x'.repeat(20_000) }, origin: keyed('huge') } as const;
    const [small, rejected, other] = await Promise.allSettled([
      writer.execute('a', add(1, 'x')),
      writer.execute('a', huge),
      writer.execute('a', add(1, 'y')),
    ]);
    expect([small.status, rejected.status, other.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rejected).toMatchObject({ reason: { code: 'append-rejected' } });
  });

  it('is busy when commands are not decided in time', async () => {
    const { store, writer } = setUp({ decideWithinMs: 30 });
    await writer.load('a');
    store.latencyMs = 60;
    const first = writer.execute('a', add(1, 'x'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(writer.execute('a', add(1, 'y'))).rejects.toBeInstanceOf(Busy);
    await first;
  });
});

describe('two writers of one log', () => {
  it('confirms a refusal by what the other has written', async () => {
    const { writerOf } = setUp();
    const [one, two] = [writerOf(), writerOf()];
    await one.execute('a', add(10, 'x'));
    await expect(two.execute('a', add(1, 'y', 10))).rejects.toMatchObject({ code: 'insufficient-credits' });
    await one.execute('a', add(-5, 'z'));
    expect((await two.execute('a', add(1, 'y', 10))).state.total).toBe(6);
  });

  it('answers queries with what the other has written', async () => {
    const { writerOf } = setUp();
    const [one, two] = [writerOf(), writerOf()];
    expect(await two.query('a', ({ total }) => total)).toBe(0);
    await one.execute('a', add(10, 'x'));
    expect(await two.query('a', ({ total }) => total)).toBe(10);
  });

  it('decides afresh on a conflict, and gives up as busy', async () => {
    const { store, writerOf } = setUp({ attempts: 3 });
    const [one, two] = [writerOf(), writerOf()];
    await two.load('a');
    await one.execute('a', add(10, 'x'));
    expect((await two.execute('a', add(1, 'y'))).state.total).toBe(11);
    store.append = async () => ({ outcome: 'conflict', actual: 99 });
    await expect(one.execute('a', add(1, 'z'))).rejects.toBeInstanceOf(Busy);
  });

  it('takes the same key for the same command, whoever got it', async () => {
    const { writerOf, entries } = setUp();
    const writers = [writerOf(), writerOf(), writerOf()];
    const answers = await Promise.all(
      writers.flatMap((each) => [each.execute('a', add(1, 'k')), each.execute('a', add(1, 'k'))]),
    );
    expect(answers.filter(({ isReplay }) => !isReplay).length).toBe(1);
    expect(answers.every(({ state }) => state.total === 1)).toBe(true);
    expect(entries().length).toBe(1);
  });
});

describe('an append without an answer', () => {
  it.each(['lost-before', 'lost-after', { lateByMs: 30 }] as const)(
    'is settled by sending it again: %p',
    async (fault) => {
      const { store, writer, entries } = setUp();
      await writer.execute('a', add(1, 'x'));
      store.faults.push(fault, 'lost-before');
      expect((await writer.execute('a', add(2, 'y'))).state.total).toBe(3);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(entries().length).toBe(2);
    },
  );

  it('stays unknown when time is up, and a retry with the key finds out', async () => {
    const { store, writer, entries } = setUp({ settleWithinMs: 0 });
    store.faults.push('lost-after');
    await expect(writer.execute('a', add(2, 'y'))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await writer.execute('a', add(2, 'y'))).toMatchObject({ isReplay: true, state: { total: 2 } });
    store.faults.push('lost-before');
    await expect(writer.execute('a', add(3, 'z'))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await writer.execute('a', add(3, 'z'))).toMatchObject({ isReplay: false, state: { total: 5 } });
    expect(entries().length).toBe(2);
  });

  it('that lands after all is not written twice', async () => {
    const { store, writer, entries } = setUp({ settleWithinMs: 0 });
    await writer.load('a');
    store.faults.push({ lateByMs: 20 });
    await expect(writer.execute('a', add(2, 'y'))).rejects.toBeInstanceOf(OutcomeUnknown);
    const retry = writer.execute('a', add(2, 'y'));
    await retry;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(entries().length).toBe(1);
    expect((await writer.execute('a', add(1, 'z'))).state.total).toBe(3);
  });

  it('decides refusals and queries of the same batch afresh', async () => {
    const { store, writer } = setUp({ settleWithinMs: 0 });
    store.faults.push('lost-before');
    const [lost, total] = await Promise.allSettled([
      writer.execute('a', add(2, 'y')),
      writer.query('a', (state) => state.total),
    ]);
    expect(lost).toMatchObject({ reason: expect.any(OutcomeUnknown) });
    expect(total).toMatchObject({ value: 0 });
  });
});

describe('idempotency', () => {
  it('answers a repetition in the same batch, later, and after a restart as the first time', async () => {
    const { writer, writerOf, entries } = setUp();
    const note = { type: 'Note', data: { text: 'n', count: 3, due: 2 }, origin: keyed('n') } as const;
    const [first, second] = await Promise.all([writer.execute('a', note), writer.execute('a', note)]);
    await writer.execute('a', add(1, 'x'));
    const answers = [second, await writer.execute('a', note), await writerOf().execute('a', note)];
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
      const { entries: own } = await fresh.execute('a', {
        type: 'Undo',
        data: { revision: entry.revision },
        origin: keyed(`undo-${entry.revision}`),
      });
      const amount = entry.type === 'Added' ? entry.data.lines[0]!.amount : 0;
      expect(own[0]).toMatchObject({ data: { lines: [{ amount: -amount }] } });
    }
    const next = (await fresh.load('a')).revision + 1;
    const [, undone, missing] = await Promise.allSettled([
      fresh.execute('a', add(77, 'in-batch')),
      fresh.execute('a', { type: 'Undo', data: { revision: next }, origin: keyed('undo-in-batch') }),
      fresh.execute('a', { type: 'Undo', data: { revision: 99_999 }, origin: keyed('undo-nothing') }),
    ]);
    expect(undone).toMatchObject({ value: { entries: [{ data: { lines: [{ amount: -77 }] } }] } });
    expect(missing).toMatchObject({ reason: { code: 'not-found' } });
  });
});
