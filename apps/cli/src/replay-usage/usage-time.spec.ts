import { describe, expect, it } from '@jest/globals';
import { timeZone } from './time-zone.js';
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
    '11/16/2023 18:15:46',
    'Thu, 16 Nov 2023 18:15:46 GMT',
    '2023-11-16T18:15:46+0200',
    '2023-11-16T18:15:46+25:00',
    '2023-11-16Z',
    '2023-02-30',
    '99999999999999',
    '1e3',
    '-5',
  ])('takes %p for no time', (text) => expect(parseUsageTime(text)).toBeNull());

  it.each([
    ['2023-11-16T18:15:46.680', 'UTC', '2023-11-16T18:15:46.680Z'],
    ['2023-11-16T19:15:46.680', 'Europe/Berlin', '2023-11-16T18:15:46.680Z'],
    ['2023-11-16 13:15:46.6805900', 'America/New_York', '2023-11-16T18:15:46.680Z'],
    ['2023-11-16T20:15:46.680+02:00', 'America/New_York', '2023-11-16T18:15:46.680Z'],
    ['2023-11-16', 'UTC', '2023-11-16T00:00:00.000Z'],
    ['2023-11-16', 'Asia/Kolkata', '2023-11-15T18:30:00.000Z'],
    ['2023-11-16', 'America/New_York', '2023-11-16T05:00:00.000Z'],
    ['1700158546.680', 'Asia/Kolkata', '2023-11-16T18:15:46.680Z'],
  ])('reads %s in %s as %s', (text, zone, utc) =>
    expect(parseUsageTime(text, { timeZone: timeZone(zone) })).toBe(Date.parse(utc)),
  );

  it('takes no time that the clocks of its zone pass over', () =>
    expect(parseUsageTime('2023-03-26 02:30:00', { timeZone: timeZone('Europe/Berlin') })).toBeNull());

  it.each([
    ['0', 's', 0],
    ['1.5', 's', 1500],
    ['1700158546.680', 's', at],
    ['1700158546680', 's', null],
    ['0', 'ms', 0],
    ['1234567', 'ms', 1_234_567],
    ['1234567.9', 'ms', 1_234_567],
    ['1700158546680', 'ms', at],
    ['0', 'us', 0],
    ['1234567', 'us', 1234],
    ['1700158546680590', 'us', at],
    ['2023-11-16 18:15:46.680', 'us', at],
  ] as const)('reads %s in %s as %s', (text, timeUnit, ms) => expect(parseUsageTime(text, { timeUnit })).toBe(ms));

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
