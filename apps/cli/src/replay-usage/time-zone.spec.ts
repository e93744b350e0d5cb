import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UTC, timeZone } from './time-zone.js';

const local = (text: string) => Date.parse(`${text}Z`);
const utc = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', '2023-11-16T18:15:46.680', '2023-11-16T17:15:46.680Z'],
    ['Europe/Berlin', '2023-07-16T18:15:46', '2023-07-16T16:15:46.000Z'],
    ['America/New_York', '2023-11-16T18:15:46', '2023-11-16T23:15:46.000Z'],
    ['Asia/Kolkata', '2023-11-16T18:15:46', '2023-11-16T12:45:46.000Z'],
    // The first and the last moments around both changes of the clocks.
    ['Europe/Berlin', '2023-03-26T01:59:59.999', '2023-03-26T00:59:59.999Z'],
    ['Europe/Berlin', '2023-03-26T03:00:00', '2023-03-26T01:00:00.000Z'],
    ['Europe/Berlin', '2023-10-29T01:59:59', '2023-10-28T23:59:59.000Z'],
    ['Europe/Berlin', '2023-10-29T03:00:00', '2023-10-29T02:00:00.000Z'],
  ])('%s: %s is %s', (name, text, at) => expect(utc(timeZone(name).instantOf(local(text)))).toBe(at));

  it('takes the first of an hour that comes twice', () => {
    expect(utc(timeZone('Europe/Berlin').instantOf(local('2023-10-29T02:30:00')))).toBe('2023-10-29T00:30:00.000Z');
  });

  it('has no hour that clocks pass over', () => {
    expect(timeZone('Europe/Berlin').instantOf(local('2023-03-26T02:30:00'))).toBeNull();
    expect(timeZone('America/New_York').instantOf(local('2023-03-12T02:00:00'))).toBeNull();
  });

  it('begins a day at midnight, or when clocks pass over midnight, after it', () => {
    expect(utc(timeZone('Europe/Berlin').startOfDay(local('2023-11-16T00:00')))).toBe('2023-11-15T23:00:00.000Z');
    expect(utc(timeZone('America/Sao_Paulo').startOfDay(local('2018-11-04T00:00')))).toBe('2018-11-04T03:00:00.000Z');
  });

  it('gives every moment back from what its clocks show', () => {
    const shown = (at: number, zone: string) =>
      local(new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T'));
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2_000_000_000 }), (name, seconds) => {
        const at = seconds * 1000;
        const found = timeZone(name).instantOf(shown(at, name));
        // Of an hour that comes twice, the first.
        expect(found !== null && found <= at && shown(found, name) === shown(at, name)).toBe(true);
        if (name === 'UTC') expect(found).toBe(UTC.instantOf(at));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['Mars/Olympus', '', 'CEST+1'])('is not called %p', (name) =>
    expect(() => timeZone(name)).toThrow(/--time-zone: .* Europe\/Berlin/),
  );
});
