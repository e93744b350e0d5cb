/**
 * The time that decisions are made at: the real one, or that of the deployment's test clock (rule 11.8). Timeouts and
 * durations use the monotonic clock instead.
 */
import { FIRST_INSTANT, type Instant, SYSTEM, instant, milliseconds, shifted } from '#domain/messages.js';
import {
  type MoveTestClock,
  type TestClock,
  type TestClockMoved,
  testClockAggregate,
} from '#domain/test-clock/test-clock.js';
import { type StoredMetadata, createCodec } from './codec/codec.js';
import type { EventStore } from './port/event-store.js';
import type { Clock, Writer } from './writer/execute-command.js';
import { createWriter } from './writer/writer.js';

export type { Clock };
export type TestClockWriter = Writer<TestClock, MoveTestClock, TestClockMoved>;

/** Exported for the golden files. */
export const testClockCodec = createCodec<TestClockMoved>(['TestClockMoved']);

let readAtMs = Number.NaN;
let reading: Instant = FIRST_INSTANT;

/** Within one millisecond, as many commands are decided, it is the same text. */
export function realClock(): Instant {
  const nowMs = Date.now();
  if (nowMs !== readAtMs) [readAtMs, reading] = [nowMs, instant(nowMs)];
  return reading;
}

export const createTestClockWriter = (store: EventStore): TestClockWriter =>
  createWriter({ store, aggregate: testClockAggregate, codec: testClockCodec, clock: realClock });

/** Read from the log at every call, since any process may have moved it. */
export const testClock =
  (writer: TestClockWriter): Clock =>
  () =>
    writer.query('', ({ now }) => now ?? realClock());

/**
 * The real time and what the test clock has been moved by in all. What waits for somebody outside goes by it: it comes due while
 * the test clock stands still, as the world goes on, and at once where the test clock is moved beyond it.
 */
export const movedRealClock =
  (writer: TestClockWriter): Clock =>
  () =>
    writer.query('', ({ now, begunAt }) => {
      const movedByMs = now && begunAt ? milliseconds(now) - milliseconds(begunAt) : 0;
      return shifted(realClock(), movedByMs);
    });

/** As `testClock`, for who sees to it that the clock runs: the first reading that the store answers starts it. */
export function startedTestClock(writer: TestClockWriter, store: EventStore): Clock {
  const read = testClock(writer);
  let started: Promise<void> | undefined;
  return async () => {
    started ??= startTestClock(writer, store);
    try {
      await started;
    } catch (error) {
      started = undefined;
      throw error;
    }
    return read();
  };
}

/** Starts a test clock that has never run: at the real time, or the last recorded one if that is later. */
async function startTestClock(writer: TestClockWriter, store: EventStore): Promise<void> {
  if ((await writer.load('')).now !== null) return;
  const [real, recorded] = [realClock(), await lastRecordedAt(store)];
  const ifUnset = recorded && recorded > real ? recorded : real;
  await writer.execute('', { type: 'MoveTestClock', data: { ifUnset }, origin: SYSTEM });
}

/** Streams' times of recording are not in order among each other, but nearly so. */
const EVENTS_LOOKED_AT = 64;

async function lastRecordedAt(store: EventStore): Promise<Instant | null> {
  let last: Instant | null = null;
  for await (const { metadata } of store.readAll({ from: 'end', direction: 'backwards', maxCount: EVENTS_LOOKED_AT })) {
    const { recordedAt } = (metadata ?? {}) as Partial<StoredMetadata>;
    if (recordedAt !== undefined && (last === null || recordedAt > last)) last = recordedAt;
  }
  return last;
}
