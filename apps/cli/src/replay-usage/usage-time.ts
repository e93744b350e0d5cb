/** Times as usage files write them, and the shift that makes the last row happen now. */
import { LATE_USAGE_MS } from '#domain/account/changes.js';

/**
 * Milliseconds since 1970 of an RFC 3339 time, a `YYYY-MM-DD HH:MM:SS.fffffff` in UTC, or a Unix time in s or ms; null of
 * anything else.
 */
export function parseUsageTime(text: string): number | null {
  const trimmed = text.trim();
  const ms = /^\d+(\.\d+)?$/.test(trimmed) ? ofUnixTime(trimmed) : ofCalendar(trimmed);
  return Number.isNaN(new Date(ms).getTime()) ? null : Math.trunc(ms);
}

/** Seconds have 10 digits until the year 2286, milliseconds 13. */
const ofUnixTime = (text: string): number => (text.split('.')[0]?.length === 13 ? Number(text) : Number(text) * 1000);

const CALENDAR = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

/** NaN of what is no such time. */
function ofCalendar(text: string): number {
  const match = CALENDAR.exec(text.toUpperCase());
  const [, day = '', separator, time = '', fraction = '', zone] = match ?? [];
  const isRfc3339OrUtc = zone !== undefined || separator === ' ';
  if (!isRfc3339OrUtc || !isOnCalendar(`${day}T${time}`)) return Number.NaN;
  return Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone ?? 'Z'}`);
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
      'and their times are shifted so that the last is now; --limit takes only the first rows',
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
