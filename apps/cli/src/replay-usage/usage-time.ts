/** Times as usage files write them, and the shift that makes the last row happen now. */

/** Milliseconds since 1970 of an RFC 3339 time, a `YYYY-MM-DD HH:MM:SS.fffffff` in UTC, or a Unix time in s or ms. */
export function parseUsageTime(text: string): number {
  const trimmed = text.trim();
  const ms = /^\d+(\.\d+)?$/.test(trimmed) ? ofUnixTime(trimmed) : Date.parse(asRfc3339(trimmed));
  if (!Number.isFinite(ms)) throw new RangeError(`Not a time: ${JSON.stringify(text.slice(0, 60))}`);
  return Math.trunc(ms);
}

/** Seconds have 10 digits until the year 2286, milliseconds 13. */
const ofUnixTime = (text: string): number => (text.split('.')[0]?.length === 13 ? Number(text) : Number(text) * 1000);

function asRfc3339(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (!match) return text;
  const [, day = '', time = '', fraction = '', zone = 'Z'] = match;
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`;
}

/** What to add to each row's time, so that the latest lies at `now`. */
export function shiftToNow(times: readonly number[], now: number): number {
  let latest = -Infinity;
  for (const time of times) if (time > latest) latest = time;
  return times.length === 0 ? 0 : now - latest;
}

/** How many times faster than it happened: 1 for `1x`, 60 for `60x`, Infinity for `max`. */
export function parseSpeed(text: string): number {
  if (text === 'max') return Infinity;
  const match = /^(\d{1,6}(?:\.\d{1,3})?)x$/.exec(text);
  const speed = Number(match?.[1]);
  if (!(speed > 0)) throw new RangeError(`--speed: ${JSON.stringify(text)} is neither max nor a factor like 1x or 60x`);
  return speed;
}
