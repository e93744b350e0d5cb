import { expect, it } from '@jest/globals';
import { expiriesIn, graceWindowsIn } from './marks.js';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const ms = (minute: number): number => minute * 60_000;
const window = { from: 0, to: ms(100) };

it('marks what lapses at an instant, and nothing that was spent in time', () => {
  const bucket = (expiresAt: string | null, lapsed: string, remaining: string) =>
    ({ expiresAt, lapsed, remaining }) as Parameters<typeof expiriesIn>[0][number];
  const buckets = [
    bucket(at(50), '0.00', '5.00'),
    bucket(at(10), '2.50', '0.00'),
    bucket(at(50), '0.00', '1.00'),
    bucket(at(20), '0.00', '0.00'),
    bucket(at(500), '0.00', '9.00'),
    bucket(null, '0.00', '9.00'),
  ];
  expect(expiriesIn(buckets, window)).toEqual([
    { atMs: ms(10), amount: '2.50' },
    { atMs: ms(50), amount: '6.00' },
  ]);
});

it('shades a grace window until credits recovered, service was terminated, or its deadline', () => {
  const note = (minute: number, type: string, data = {}) => ({ type, time: at(minute), data });
  const newestFirst = [
    note(90, 'grace.started', { deadline: at(200) }),
    note(45, 'service.terminated'),
    note(40, 'grace.started', { deadline: at(45) }),
    note(12, 'credits.recovered'),
    note(10, 'grace.started', { deadline: at(15) }),
  ];
  expect(graceWindowsIn(newestFirst, window)).toEqual([
    { fromMs: ms(10), toMs: ms(12) },
    { fromMs: ms(40), toMs: ms(45) },
    { fromMs: ms(90), toMs: ms(100) },
  ]);
  expect(graceWindowsIn(newestFirst, { from: ms(20), to: ms(30) })).toEqual([]);
});
