import { describe, expect, it } from '@jest/globals';
import { parseSpeed, parseUsageTime, requireChargeable, shiftToNow } from './usage-time.js';

describe('times of usage', () => {
  const at = Date.parse('2023-11-16T18:15:46.680Z');

  it.each([
    '2023-11-16 18:15:46.6805900',
    '2023-11-16T18:15:46.680Z',
    '2023-11-16T20:15:46.680+02:00',
    '2023-11-16t18:15:46.68z',
    '2023-11-16 18:15:46.680590+00:00',
    '1700158546680',
    '1700158546.680',
  ])('reads %s', (text) => expect(parseUsageTime(text)).toBe(at));

  it.each([
    '',
    'yesterday',
    '18:15',
    '2023-11-16',
    '11/16/2023 18:15:46',
    'Thu, 16 Nov 2023 18:15:46 GMT',
    '2023-11-16T18:15:46',
    '2023-11-16T18:15:46+0200',
    '99999999999999',
  ])('takes %p for no time', (text) => expect(parseUsageTime(text)).toBeNull());

  it.each(['2023-02-30 18:15:46', '2023-02-29T18:15:46Z', '2023-02-28T24:00:00+02:00', '2023-13-01T18:15:46Z'])(
    'does not move %s to another day',
    (text) => expect(parseUsageTime(text)).toBeNull(),
  );

  it('shifts the last row to now, whatever the order of the rows', () => {
    const times = [3_000, 9_000, 1_000];
    const shift = shiftToNow(times, 50_000);
    expect(times.map((time) => time + shift)).toEqual([44_000, 50_000, 42_000]);
  });

  it('says what the span is of rows that are too late to be charged', () => {
    const hours = (count: number) => count * 3_600_000;
    expect(() => requireChargeable([hours(75), hours(3)])).not.toThrow();
    expect(() => requireChargeable([hours(75) + 1, hours(3)])).toThrow(/span 72\.1 h.* at most 72 h late/);
  });

  it('reads speeds', () => {
    expect(['max', '1x', '60x', '0.5x'].map(parseSpeed)).toEqual([Infinity, 1, 60, 0.5]);
    for (const wrong of ['0x', '60', 'fast', '-1x']) expect(() => parseSpeed(wrong)).toThrow(RangeError);
  });
});
