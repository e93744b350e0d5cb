import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#domain/messages.js';
import { Calendar, isTimeZone } from './calendar.js';

const at = (time: string): Instant => time as Instant;

describe('a calendar', () => {
  it('has hours and days of UTC', () => {
    const utc = new Calendar('UTC');
    expect(utc.hourOf(at('2026-11-30T23:59:59.999Z'))).toBe('2026-11-30T23:00:00+00:00');
    expect(utc.dayOf(at('2026-11-30T23:59:59.999Z'))).toBe('2026-11-30');
  });

  it('tells the repeated hour of autumn apart by its offset', () => {
    const berlin = new Calendar('Europe/Berlin');
    expect(berlin.hourOf(at('2026-10-25T00:30:00.000Z'))).toBe('2026-10-25T02:00:00+02:00');
    expect(berlin.hourOf(at('2026-10-25T01:30:00.000Z'))).toBe('2026-10-25T02:00:00+01:00');
    expect(berlin.hourOf(at('2026-03-29T01:00:00.000Z'))).toBe('2026-03-29T03:00:00+02:00');
  });

  it('knows offsets of half hours and days that begin the day before in UTC', () => {
    const kathmandu = new Calendar('Asia/Kathmandu');
    expect(kathmandu.hourOf(at('2026-01-01T18:14:59.999Z'))).toBe('2026-01-01T23:00:00+05:45');
    expect(kathmandu.dayOf(at('2026-01-01T18:15:00.000Z'))).toBe('2026-01-02');
    expect(new Calendar('America/St_Johns').dayOf(at('2026-01-01T03:29:59.999Z'))).toBe('2025-12-31');
  });

  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+8'])('takes %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', '+02:00', 'Mars/Olympus', 'Europe/Berlin;', 'x'.repeat(65), 7, null])('refuses %p', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
