/** RFC 3339 date-times: any offset and any number of decimals come in, UTC with milliseconds is what counts. */
import { FIRST_INSTANT, type Instant, LAST_INSTANT, instant, milliseconds } from '#domain/messages.js';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,30})?([Zz]|[+-]\d\d:\d\d)$/;

/** With 30 decimals and an offset. */
export const LONGEST_INSTANT = 56;

/** Null for what is no such text, no day of the calendar, or out of the years 0000 to 9999. Cut to milliseconds. */
export function parseInstant(text: unknown): Instant | null {
  if (typeof text !== 'string') return null;
  const match = RFC_3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hours, minutes, seconds, fraction = '.', zone = 'Z'] = match;
  const offset = offsetMinutes(zone);
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || offset === null) return null;
  const date = `${year}-${month}-${day}`;
  const midnight = Date.parse(`${date}T00:00:00.000Z`);
  // The engine takes the 31st of June for the 1st of July.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date)) return null;
  const ms = Number(fraction.slice(1, 4).padEnd(3, '0'));
  const at = midnight + ((Number(hours) * 60 + Number(minutes) - offset) * 60 + Number(seconds)) * 1000 + ms;
  return at < FIRST_MS || at > LAST_MS ? null : instant(at);
}

const FIRST_MS = milliseconds(FIRST_INSTANT);
const LAST_MS = milliseconds(LAST_INSTANT);

function offsetMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Of a text that validation has let through. */
export function instantOf(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === null) throw new RangeError(`Not an instant: ${text.slice(0, 40)}`);
  return parsed;
}
