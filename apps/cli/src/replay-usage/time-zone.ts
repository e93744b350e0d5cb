/** Local times of a time zone. */

const DAY_MS = 86_400_000;

/** Both take a local time as the milliseconds that it would have in UTC, and return milliseconds since 1970. */
export type TimeZone = {
  readonly name: string;
  /** Null where clocks pass over it; the first of the two where they come to it twice. */
  readonly instantOf: (localMs: number) => number | null;
  /** When the day begins, where clocks pass over midnight too. */
  readonly startOfDay: (midnightMs: number) => number;
};

export const UTC: TimeZone = { name: 'UTC', instantOf: (localMs) => localMs, startOfDay: (midnightMs) => midnightMs };

/** Throws `RangeError` for what is no IANA time zone. */
export function timeZone(name: string): TimeZone {
  const offsetAt = offsetsOf(name);
  const dayStarts = new Map<number, number>();
  /** Files have many rows of a day, and asking the calendar takes longer than reading a row. */
  const offsetOfDay = (day: number): number => {
    const known = dayStarts.get(day) ?? offsetAt(day * DAY_MS);
    dayStarts.set(day, known);
    return known;
  };
  /** Offsets before and after any change of the clocks around a local time. */
  const around = (localMs: number): readonly [before: number, after: number] => {
    const day = Math.floor(localMs / DAY_MS);
    return [offsetOfDay(day - 1), offsetOfDay(day + 2)];
  };
  const instantOf = (localMs: number): number | null => {
    const [before, after] = around(localMs);
    if (before === after) return localMs - before;
    const fitting = [localMs - before, localMs - after].filter((at) => at + offsetAt(at) === localMs);
    return fitting.length === 0 ? null : Math.min(...fitting);
  };
  return { name, instantOf, startOfDay: (midnightMs) => instantOf(midnightMs) ?? midnightMs - around(midnightMs)[0] };
}

/** What local clocks are ahead of UTC, in milliseconds. */
function offsetsOf(timeZone: string): (at: number) => number {
  const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
  const numeric = Object.fromEntries(fields.map((field) => [field, 'numeric']));
  const format = formatOf({ ...numeric, timeZone, hourCycle: 'h23' });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 0, ...rest] = fields.map((field) => parts.get(field) ?? 0);
    return Date.UTC(year, month - 1, ...rest) - Math.floor(at / 1000) * 1000;
  };
}

function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', options);
  } catch {
    const name = JSON.stringify(options.timeZone);
    throw new RangeError(`--time-zone: ${name} is no time zone like UTC or Europe/Berlin`);
  }
}
