import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { forEachBounded } from './bounded.js';

describe('bounded work', () => {
  it('does everything once, never more at a time than allowed', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await forEachBounded(Array.from({ length: 50 }, (_, n) => n).values(), 7, async (n) => {
      most = Math.max(most, ++running);
      await setImmediate();
      running--;
      done.push(n);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(most).toBe(7);
  });

  it('starts nothing more once one has failed', async () => {
    const started: number[] = [];
    const work = forEachBounded([1, 2, 3, 4, 5, 6], 2, async (n) => {
      started.push(n);
      await setImmediate();
      if (n === 1) throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(started.length).toBeLessThan(5);
  });
});
