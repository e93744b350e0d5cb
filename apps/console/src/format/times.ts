/** Times of the API in the viewer's zone; what is on hover is UTC. */

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const dateOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

export const localTime = (instant: string): string => dateAndTime.format(Date.parse(instant));
export const localDate = (instant: string): string => dateOnly.format(Date.parse(instant));

/** `2026-01-31 12:00:00.000 UTC` */
export const utcTime = (instant: string): string => `${instant.replace('T', ' ').replace('Z', '')} UTC`;

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** The two largest units that it has: `3 d 4 h`, `4 min 5 s`, `0 s`. */
export function duration(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  const largest = UNITS.findIndex(([, size]) => seconds >= size);
  if (largest === -1) return '0 s';
  const parts: string[] = [];
  let left = seconds;
  for (const [unit, size] of UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(left / size);
    left %= size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ');
}

/** `in 3 d 4 h`, `4 min 5 s ago`, `now`. */
export function relativeTime(instant: string, nowMs: number): string {
  const ms = Date.parse(instant) - nowMs;
  if (Math.abs(ms) < 1_000) return 'now';
  return ms > 0 ? `in ${duration(ms)}` : `${duration(ms)} ago`;
}
