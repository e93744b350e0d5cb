import { expect, it } from '@jest/globals';
import { duration, relativeTime, utcTime } from './times.js';

it('says how long in the two largest units', () => {
  const day = 86_400_000;
  expect([0, 999, 5_000, 245_000, 3_600_000, day + 3_600_000 * 4, day * 90 + 1].map(duration)).toEqual([
    '0 s',
    '0 s',
    '5 s',
    '4 min 5 s',
    '1 h',
    '1 d 4 h',
    '90 d',
  ]);
});

it('says when, seen from now', () => {
  const now = Date.parse('2026-01-31T12:00:00.000Z');
  expect(relativeTime('2026-01-31T12:04:05.000Z', now)).toBe('in 4 min 5 s');
  expect(relativeTime('2026-01-31T11:59:00.000Z', now)).toBe('1 min ago');
  expect(relativeTime('2026-01-31T12:00:00.500Z', now)).toBe('now');
});

it('shows UTC to the millisecond', () => {
  expect(utcTime('2026-01-31T12:00:00.000Z')).toBe('2026-01-31 12:00:00.000 UTC');
});
