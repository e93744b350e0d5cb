import { expect, it } from '@jest/globals';
import { latenciesOf } from './latencies.js';

it('takes percentiles of what was measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(latenciesOf(hundred)).toEqual({ p50Ms: 50, p99Ms: 99, maxMs: 100 });
  expect(latenciesOf([7])).toEqual({ p50Ms: 7, p99Ms: 7, maxMs: 7 });
  expect(latenciesOf([])).toEqual({ p50Ms: 0, p99Ms: 0, maxMs: 0 });
});
