import { describe, expect, it } from '@jest/globals';
import { parseSpeed, parseUsageTime, shiftToNow } from './usage-time.js';

describe('times of usage', () => {
  const at = Date.parse('2023-11-16T18:15:46.680Z');

  it.each([
    '2023-11-16 18:15:46.6805900',
    '2023-11-16T18:15:46.680Z',
    '2023-11-16T20:15:46.680+02:00',
    '1700158546680',
    '1700158546.680',
  ])('reads %s', (text) => expect(parseUsageTime(text)).toBe(at));

  it.each(['', 'yesterday', '18:15'])('refuses %p', (text) => expect(() => parseUsageTime(text)).toThrow(RangeError));

  it('shifts the last row to now, whatever the order of the rows', () => {
    const times = [3_000, 9_000, 1_000];
    const shift = shiftToNow(times, 50_000);
    expect(times.map((time) => time + shift)).toEqual([44_000, 50_000, 42_000]);
  });

  it('reads speeds', () => {
    expect(['max', '1x', '60x', '0.5x'].map(parseSpeed)).toEqual([Infinity, 1, 60, 0.5]);
    for (const wrong of ['0x', '60', 'fast', '-1x']) expect(() => parseSpeed(wrong)).toThrow(RangeError);
  });
});
