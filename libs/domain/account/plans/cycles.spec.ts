import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, instant } from '../../messages.js';
import { amount } from '../../money.js';
import { type Cycles, datesOf, endOf, startOf } from './cycles.js';

const BEGINNING = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

/** Around the edges of cycles, mostly. */
const offset = fc.tuple(fc.integer({ min: -50, max: 500 }), fc.constantFrom(-1, 0, 1, 1_234_567));

describe('the cycle of an instant', () => {
  it('is the same whatever was looked at before', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 8, 24, 8_760), fc.array(offset, { minLength: 2 }), (hours, offsets) => {
        const cycles: Cycles = { plan: 'team', from: instant(BEGINNING), hours, amount: amount('1') };
        for (const [nth, ms] of offsets) {
          const at = instant(BEGINNING + nth * HOUR_MS + ms);
          const bucket = { effectiveAt: cycles.from, cycles };
          const unseen = { effectiveAt: cycles.from, cycles: { ...cycles } };
          expect(datesOf(bucket, at)).toEqual(datesOf(unseen, at));
        }
      }),
    );
  });

  it('begins at its start, ends where the next one begins, and is the first before there was one', () => {
    const cycles: Cycles = { plan: 'team', from: instant(BEGINNING), hours: 8, amount: amount('1') };
    const of = (at: Instant) => [startOf(cycles, at), endOf(cycles, at)];
    const [first, second, third] = [0, 8, 16].map((hours) => instant(BEGINNING + hours * HOUR_MS));
    expect(of(instant(BEGINNING - 1))).toEqual([first, second]);
    expect(of(instant(BEGINNING))).toEqual([first, second]);
    expect(of(instant(BEGINNING + 8 * HOUR_MS - 1))).toEqual([first, second]);
    expect(of(instant(BEGINNING + 8 * HOUR_MS))).toEqual([second, third]);
  });
});
