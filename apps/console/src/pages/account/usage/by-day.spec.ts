import { expect, it } from '@jest/globals';
import { byDay, byModel } from './by-day.js';

const lines = [
  { day: '2026-02-27', product: 'inference', model: 'llama', amount: '0.1' },
  { day: '2026-02-27', product: 'inference', model: 'qwen', amount: '0.2' },
  { day: '2026-03-01', product: 'vm', model: null, amount: '5.00' },
  { day: '2026-03-01', product: 'inference', model: 'llama', amount: '1.00' },
];

it('shows every day between the first and the last, used or not', () => {
  expect(byDay(lines, '2026-02-27', '2026-03-02')).toEqual([
    { day: '2026-02-27', amount: '0.30' },
    { day: '2026-02-28', amount: '0.00' },
    { day: '2026-03-01', amount: '6.00' },
    { day: '2026-03-02', amount: '0.00' },
  ]);
});

it('sums up each model, and each product that has none', () => {
  expect(byModel(lines)).toEqual([
    { name: 'llama', note: 'inference', amount: '1.10' },
    { name: 'qwen', note: 'inference', amount: '0.20' },
    { name: 'vm', amount: '5.00' },
  ]);
});
