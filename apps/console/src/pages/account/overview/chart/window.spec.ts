import { expect, it } from '@jest/globals';
import { chartSearch, moved, searchOf, windowOf, zoomed } from './window.js';

const [from, to] = ['2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z'];

it('shows what the address names, and the last thirty days where it names nothing that can be shown', () => {
  expect(chartSearch({ since: from, until: to })).toEqual({ since: from, until: to });
  for (const address of [{ since: from }, { since: to, until: from }, { since: 'x', until: to }, {}]) {
    expect(chartSearch(address)).toEqual({});
  }
  const now = Date.parse('2026-01-31T12:00:30.000Z');
  expect(searchOf(windowOf({}, now, 0))).toEqual({
    since: '2026-01-01T12:01:00.000Z',
    until: '2026-01-31T12:01:00.000Z',
  });
});

it('begins when the account opened, and shows an hour at least', () => {
  const now = Date.parse('2026-01-31T12:00:00.000Z');
  expect(windowOf({}, now, Date.parse('2026-01-30T00:00:00.000Z'))).toEqual({
    from: Date.parse('2026-01-30T00:00:00.000Z'),
    to: now,
  });
  expect(windowOf({}, now, now - 1_000)).toEqual({ from: now - 3_600_000, to: now });
});

it('zooms around its middle and moves by halves, and comes back where it was', () => {
  const window = windowOf({ since: from, until: to }, 0, 0);
  expect(searchOf(zoomed(window, 'in'))).toEqual({
    since: '2026-01-01T12:00:00.000Z',
    until: '2026-01-02T12:00:00.000Z',
  });
  expect(zoomed(zoomed(window, 'in'), 'out')).toEqual(window);
  expect(searchOf(moved(window, -1)).since).toBe('2025-12-31T00:00:00.000Z');
  expect(moved(moved(window, -1), 1)).toEqual(window);
});

it('shows no less than a minute', () => {
  const point = { from: 30_000, to: 30_000 };
  expect(searchOf(zoomed(point, 'in')).until).toBe('1970-01-01T00:01:00.000Z');
  expect(searchOf({ from: 0, to: 0 })).toEqual({
    since: '1970-01-01T00:00:00.000Z',
    until: '1970-01-01T00:01:00.000Z',
  });
});
