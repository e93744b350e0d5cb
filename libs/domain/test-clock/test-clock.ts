/** The time of a deployment that runs with a test clock: the last event of one stream. It only moves forwards. */
import { DomainError } from '../errors.js';
import { type Command, type Decision, type Event, type Instant, shifted } from '../messages.js';
import { ofOneEntryEvents } from '../one-entry-events.js';

export type TestClockMoved = Event<'TestClockMoved', { readonly now: Instant }>;
/** Sets the time, or advances it; `ifUnset` starts the clock where it does not run yet. */
export type MoveTestClock = Command<
  'MoveTestClock',
  { readonly to: Instant } | { readonly advanceSeconds: number } | { readonly ifUnset: Instant }
>;
/** `begunAt` is what it showed at first, when it stood at the real time or later. Both are null until it runs. */
export type TestClock = { readonly revision: number; readonly now: Instant | null; readonly begunAt: Instant | null };

function decide(
  { data, origin, now: wallClock }: MoveTestClock,
  clock: TestClock,
): Decision<TestClock, TestClockMoved> {
  if ('ifUnset' in data && clock.now !== null) return { events: [], state: clock };
  const current = clock.now ?? wallClock;
  const now = timeOf(data, current);
  if (now < current && !('ifUnset' in data)) {
    throw new DomainError('invalid', `The test clock moves forwards only; it is ${current}.`, { field: 'now' });
  }
  const revision = clock.revision + 1;
  const moved: TestClockMoved = {
    type: 'TestClockMoved',
    revision,
    recordedAt: now,
    effectiveAt: now,
    origin,
    data: { now },
  };
  return { events: [moved], state: evolve(clock, moved) };
}

function timeOf(data: MoveTestClock['data'], current: Instant): Instant {
  if ('to' in data) return data.to;
  if ('ifUnset' in data) return data.ifUnset;
  return shifted(current, data.advanceSeconds * 1000);
}

const evolve = ({ begunAt }: TestClock, { revision, data: { now } }: TestClockMoved): TestClock => ({
  revision,
  now,
  begunAt: begunAt ?? now,
});

export const testClockAggregate = ofOneEntryEvents<TestClock, MoveTestClock, TestClockMoved>({
  category: 'test-clock',
  initialState: { revision: 0, now: null, begunAt: null },
  decide,
  evolve,
});
