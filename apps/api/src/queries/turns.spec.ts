import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.js';

it('lets four work at once, whoever came first first, and goes on where one fails', async () => {
  const turns = new Turns();
  const begun: number[] = [];
  let most = 0;
  let working = 0;
  const work = (nth: number) => async () => {
    begun.push(nth);
    most = Math.max(most, ++working);
    await turn();
    working--;
    if (nth % 3 === 0) throw new Error(`${nth}`);
    return nth;
  };
  const asked = Array.from({ length: 20 }, (_, nth) => turns.take(work(nth)));
  const settled = await Promise.allSettled(asked);
  expect(settled.map(({ status }) => status)).toEqual(asked.map((_, nth) => (nth % 3 ? 'fulfilled' : 'rejected')));
  expect([most, working]).toEqual([4, 0]);
  expect(begun).toEqual([...begun].sort((a, b) => a - b));
});
