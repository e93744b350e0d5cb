/** Times as usage files write them, and the shift that makes the last row happen now. */
import { LATE_USAGE_MS } from '#domain/account/usage/late-usage.js';
import { LAST_INSTANT, milliseconds } from '#domain/messages.js';
import { type TimeZone, UTC } from './time-zone.js';

/** What numeric times count: from 1970, or from 0 where a file counts from its own beginning. */
export const TIME_UNITS = ['s', 'ms', 'us'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** What a file does not say of its times: the zone of those that name none, and the unit of numeric ones. */
export type TimeReading = { readonly timeZone?: TimeZone; readonly timeUnit?: TimeUnit };

const LAST_MS = milliseconds(LAST_INSTANT);

/**
 * Milliseconds since 1970 of a day, of a day and a time of RFC 3339 or with a space between them, with or without a zone,
 * or of a number of seconds, milliseconds or microseconds; null of anything else. A day is its midnight. Cut to milliseconds.
 */
export function parseUsageTime(text: string, { timeZone = UTC, timeUnit }: TimeReading = {}): number | null {
  const trimmed = text.trim();
  const ms = /^\d+(\.\d+)?$/.test(trimmed) ? ofNumber(trimmed, timeUnit) : ofCalendar(trimmed.toUpperCase(), timeZone);
  return ms !== null && ms <= LAST_MS ? ms : null;
}

/** By its digits, as arithmetic would move some of them. Where no unit is said, 13 digits are milliseconds, all else seconds. */
function ofNumber(text: string, unit?: TimeUnit): number {
  const [whole = '', fraction = ''] = text.split('.');
  switch (unit ?? (whole.length === 13 ? 'ms' : 's')) {
    case 's':
      return Number(whole + fraction.slice(0, 3).padEnd(3, '0'));
    case 'ms':
      return Number(whole);
    case 'us':
      return Number(whole.slice(0, -3));
  }
}

const CALENDAR = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?)?$/;

function ofCalendar(text: string, timeZone: TimeZone): number | null {
  const [, day = '', time, fraction = '', offset] = CALENDAR.exec(text) ?? [];
  const local = `${day}T${time ?? '00:00:00'}`;
  if (!isOnCalendar(local)) return null;
  if (time === undefined) return timeZone.startOfDay(Date.parse(`${local}Z`));
  const toTheMillisecond = `${local}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  if (offset === undefined) return timeZone.instantOf(Date.parse(`${toTheMillisecond}Z`));
  const at = Date.parse(toTheMillisecond + offset);
  return Number.isNaN(at) ? null : at;
}

/** Date.parse takes February 30th for March 2nd, and 24:00:00 for the next day. */
function isOnCalendar(local: string): boolean {
  const ms = Date.parse(`${local}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(local);
}

/** What to add to each row's time, so that the latest lies at `now`. */
export function shiftToNow(times: readonly number[], now: number): number {
  return times.length === 0 ? 0 : now - boundsOf(times).latest;
}

/** Refuses times of which the earliest is too late to be charged once the latest is now. */
export function requireChargeable(times: readonly number[]): void {
  const { earliest, latest } = boundsOf(times);
  if (latest - earliest <= LATE_USAGE_MS) return;
  // Rounded up, as 72.0 h would be no reason.
  const spanHours = (Math.ceil((latest - earliest) / TENTH_OF_AN_HOUR_MS) / 10).toFixed(1);
  throw new RangeError(
    `The rows span ${spanHours} h, but usage can be charged at most ${LATE_USAGE_MS / 3_600_000} h late, ` +
      'and their times are shifted so that the last is now; --limit takes only the first rows, ' +
      'and --time-unit says what numbers count',
  );
}

const TENTH_OF_AN_HOUR_MS = 360_000;

function boundsOf(times: readonly number[]): { readonly earliest: number; readonly latest: number } {
  let [earliest, latest] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  return { earliest, latest };
}

/** How many times faster than it happened: 1 for `1x`, 60 for `60x`, Infinity for `max`. */
export function parseSpeed(text: string): number {
  if (text === 'max') return Infinity;
  const match = /^(\d{1,6}(?:\.\d{1,3})?)x$/.exec(text);
  const speed = Number(match?.[1]);
  if (!(speed > 0)) throw new RangeError(`--speed: ${JSON.stringify(text)} is neither max nor a factor like 1x or 60x`);
  return speed;
}
