import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '#domain/errors.js';
import { EventStoreError } from '../port/errors.js';
import { add, note, setUp } from '../testing/counter-set-up.js';
import { verify } from '../codec/hash-chain.js';
import type { Fault } from '../testing/memory-event-store.js';

const LIMIT = 40;
/** What takes seconds, in milliseconds: some of what is late comes after its deadline. */
const SHORT = { appendDeadlineMs: 15, appendLandsWithinMs: 25, settleWithinMs: 30 };

const step = fc.record({
  writer: fc.nat(2),
  key: fc.nat(60),
  amount: fc.integer({ min: 1, max: 5 }),
  isNote: fc.boolean(),
  pauseMs: fc.constantFrom(0, 0, 0, 0, 1, 2),
});
const fault = fc.constantFrom<Fault | undefined>(
  undefined,
  undefined,
  'lost-before',
  'lost-after',
  { lateByMs: 1 },
  { lateByMs: 30 },
  { queuedForMs: 10 },
);

const isRefused = (answer: PromiseSettledResult<unknown> | undefined): boolean =>
  answer?.status === 'rejected' && answer.reason instanceof DomainError;

describe('several writers, one log, answers that get lost', () => {
  it('carry out each key once, and answer only what the log says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 120 }), fc.array(fault), async (steps, faults) => {
        const { store, writerOf, entries } = setUp({ attempts: 50, ...SHORT });
        const writers = [writerOf(), writerOf(), writerOf()];
        store.faults.push(...(faults as Fault[]));
        const asked = [];
        const keys: (string | undefined)[] = [];
        for (const { writer, key, amount, isNote, pauseMs } of steps) {
          const request = isNote
            ? note(`n${key}`, { text: 't', count: amount })
            : add(amount, `k${key}-${amount}`, LIMIT);
          keys.push(request.origin.key);
          asked.push(writers[writer]!.execute('a', request).then((answer) => ({ request, answer })));
          if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
        const answers = await Promise.allSettled(asked);
        await new Promise((resolve) => setTimeout(resolve, 35));

        const log = entries();
        expect(log.map(({ revision }) => revision)).toEqual(log.map((_, i) => i + 1));
        expect(log.every((entry, i) => i === 0 || entry.recordedAt >= log[i - 1]!.recordedAt)).toBe(true);
        const total = log.reduce((sum, e) => sum + (e.type === 'Added' ? e.data.lines[0]!.amount : 0), 0);
        expect(total).toBeLessThanOrEqual(LIMIT);
        expect((await writers[0]!.load('a')).total).toBe(total);
        expect(await verify(store.readStream('counter-a'))).toMatchObject({ isIntact: true });

        const runs = log.map(({ origin }) => origin.key).filter((key, i, keys) => key !== keys[i - 1]);
        expect(new Set(runs).size).toBe(runs.length);
        for (const result of answers) {
          if (result.status === 'fulfilled') {
            const { request, answer } = result.value;
            expect(answer.entries).toEqual(log.filter(({ origin }) => origin.key === request.origin.key));
            expect(answer.state.revision).toBe(answer.entries.at(-1)!.revision);
          } else if (!(result.reason instanceof EventStoreError))
            expect(['insufficient-credits', 'idempotency-key-reused']).toContain(result.reason.code);
        }
        // A refusal has no effect, then or later.
        for (const [nth, key] of keys.entries()) {
          const isAskedOnce = keys.indexOf(key) === keys.lastIndexOf(key);
          if (isAskedOnce && isRefused(answers[nth])) expect(runs).not.toContain(key);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
