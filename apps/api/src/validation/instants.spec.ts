import { describe, expect, it } from '@jest/globals';
import { instantOf, parseInstant } from './instants.js';

describe('a time as RFC 3339 has it', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31t12:00:00.5z', '2026-01-31T12:00:00.500Z'],
    ['2026-01-31T12:00:00.123456789Z', '2026-01-31T12:00:00.123Z'],
    ['2026-01-31T00:30:00+02:00', '2026-01-30T22:30:00.000Z'],
    ['2026-12-31T20:00:00-05:30', '2027-01-01T01:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => expect(parseInstant(text)).toBe(utc));

  it.each([
    ['no day of the calendar', '2026-02-29T00:00:00Z'],
    ['no day of the calendar', '2026-04-31T00:00:00Z'],
    ['a 13th month', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-01-01T24:00:00Z'],
    ['minute 60', '2026-01-01T00:60:00Z'],
    ['second 60', '2026-01-01T00:00:60Z'],
    ['an offset of 24 hours', '2026-01-01T00:00:00+24:00'],
    ['no zone', '2026-01-01T00:00:00'],
    ['no time', '2026-01-01'],
    ['a space', '2026-01-01 00:00:00Z'],
    ['a year after 9999 in UTC', '9999-12-31T23:59:59-01:00'],
    ['a year before 0000 in UTC', '0000-01-01T00:00:00+01:00'],
    ['no seconds', '2026-01-01T00:00Z'],
    ['a number', 1_767_225_600_000],
    ['null', null],
    ['more behind it', '2026-01-01T00:00:00Z\n'],
  ])('is not %s', (_, text) => expect(parseInstant(text)).toBeNull());

  it('is demanded where validation has let it through', () => {
    expect(() => instantOf('yesterday')).toThrow('Not an instant: yesterday');
  });
});
