import { describe, expect, it } from '@jest/globals';
import { SYSTEM, instant } from '../messages.js';
import { type MoveTestClock, type TestClock, testClockAggregate } from './test-clock.js';

const { decide, evolve, initialState, revisionOf } = testClockAggregate;
const noon = instant(Date.UTC(2026, 0, 1, 12));
const after = (ms: number) => instant(Date.UTC(2026, 0, 1, 12) + ms);

const move = (clock: TestClock, data: MoveTestClock['data'], wallClock = noon) =>
  decide({ type: 'MoveTestClock', data, now: wallClock, origin: SYSTEM }, clock).events;
const moved = (clock: TestClock, data: MoveTestClock['data'], wallClock = noon): TestClock =>
  move(clock, data, wallClock).reduce(evolve, clock);
const atNoon = moved(initialState, { ifUnset: noon });
const invalid = expect.objectContaining({ code: 'invalid', field: 'now' });

describe('a test clock (rule 11.8)', () => {
  it('begins where it is told to', () => {
    expect(atNoon).toEqual({ revision: 1, now: noon, begunAt: noon });
  });
  it('begins once', () => expect(move(atNoon, { ifUnset: after(1) })).toEqual([]));
  it('is set, and knows where it began', () => {
    expect(moved(atNoon, { to: after(5) })).toEqual({ revision: 2, now: after(5), begunAt: noon });
  });
  it('is advanced from where it stands, whatever the wall clock says', () => {
    expect(moved(atNoon, { advanceSeconds: 90 }, after(9e9)).now).toBe(after(90_000));
  });
  it('is advanced from the wall clock where it does not run yet', () => {
    expect(moved(initialState, { advanceSeconds: 1 }).now).toBe(after(1000));
  });
  it('may stand still', () => expect(moved(atNoon, { to: noon }).now).toBe(noon));
  it('never goes backwards', () => {
    expect(() => move(atNoon, { to: after(-1) })).toThrow(invalid);
    expect(() => move(atNoon, { advanceSeconds: -1 })).toThrow(invalid);
    expect(() => move(initialState, { to: after(-1) })).toThrow(invalid);
  });
  it('is recorded at the time that it moves to', () => {
    expect(move(atNoon, { to: after(5) })).toMatchObject([
      { revision: 2, recordedAt: after(5), effectiveAt: after(5) },
    ]);
    expect([initialState, atNoon].map(revisionOf)).toEqual([0, 1]);
  });
});
