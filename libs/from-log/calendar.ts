/** Hours and days as the clocks of a time zone show them. */
import { type Instant, milliseconds } from '#domain/messages.js';

/** No time zone has changed its offset within a quarter of an hour since ledgers have milliseconds. */
const QUARTER_MS = 900_000;
const MINUTE_MS = 60_000;

/** IANA's names, and none of the offsets that Intl takes too: an offset knows no summer. */
export const isTimeZone = (name: unknown): name is string => {
  if (typeof name !== 'string' || !/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export class Calendar {
  private readonly format: Intl.DateTimeFormat;
  /** By quarter of an hour, as looking an offset up costs more than a summary's other work for a charge. */
  private readonly offsets = new Map<number, string>();

  /** Of a name for which `isTimeZone` holds. */
  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  }

  /** Such as `2026-10-25T02:00:00+02:00`: with its offset, as the repeated hour of autumn is two. */
  hourOf(at: Instant): string {
    const offset = this.offsetAt(at);
    return `${localTime(at, offset).slice(0, 13)}:00:00${offset}`;
  }

  /** Such as `2026-10-25`. */
  dayOf(at: Instant): string {
    return localTime(at, this.offsetAt(at)).slice(0, 10);
  }

  /** Such as `+02:00`. */
  private offsetAt(at: Instant): string {
    const quarter = Math.floor(milliseconds(at) / QUARTER_MS);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const shown = this.format.formatToParts(quarter * QUARTER_MS).find(({ type }) => type === 'timeZoneName')?.value;
    const offset = /^GMT([+-]\d\d:\d\d)/.exec(shown ?? '')?.[1] ?? '+00:00';
    this.offsets.set(quarter, offset);
    return offset;
  }
}

function localTime(at: Instant, offset: string): string {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const aheadMs = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
  return new Date(milliseconds(at) + aheadMs).toISOString();
}
