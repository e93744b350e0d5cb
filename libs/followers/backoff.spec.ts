import { describe, expect, it } from '@jest/globals';
import { Backoff, Backoffs } from './backoff.js';

const pauses = { firstMs: 100, longestMs: 500 };

describe('a backoff', () => {
  it('pauses twice as long after each failure in a row, up to the longest pause', () => {
    const backoff = new Backoff(pauses);
    expect([1, 2, 3, 4, 5].map(() => backoff.fail())).toEqual([100, 200, 400, 500, 500]);
    expect(backoff.failures).toBe(5);
  });

  it('begins anew after a success, which says whether it ended a row of failures', () => {
    const backoff = new Backoff(pauses);
    expect(backoff.succeed()).toBe(false);
    backoff.fail();
    expect([backoff.succeed(), backoff.succeed(), backoff.failures]).toEqual([true, false, 0]);
    expect(backoff.fail()).toBe(100);
  });
});

describe('backoffs of many things', () => {
  it('make each wait for itself', () => {
    const backoffs = new Backoffs({ firstMs: 3_600_000, longestMs: 3_600_000 });
    backoffs.fail('acme');
    backoffs.fail('globex');
    expect(['acme', 'globex', 'initech'].map((id) => backoffs.isWaiting(id))).toEqual([true, true, false]);
    backoffs.succeed('globex');
    expect([backoffs.isWaiting('globex'), backoffs.size]).toEqual([false, 1]);
  });

  it('forget what is not named any more', () => {
    const backoffs = new Backoffs({ firstMs: 3_600_000, longestMs: 3_600_000 });
    backoffs.fail('acme');
    backoffs.fail('globex');
    backoffs.keepOnly(new Set(['globex']));
    expect([backoffs.isWaiting('acme'), backoffs.isWaiting('globex'), backoffs.size]).toEqual([false, true, 1]);
  });
});
