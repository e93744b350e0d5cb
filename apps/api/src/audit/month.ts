import { type Instant, instant } from '#domain/messages.js';

/** A calendar month of UTC, both ends included. */
export type Month = { readonly name: string; readonly from: Instant; readonly to: Instant };

export const MONTH_PATTERN = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Of a text that matches the pattern. */
export function monthIn(name: string): Month {
  const [year = 0, month = 0] = name.split('-').map(Number);
  const from = new Date(`${name}-01T00:00:00.000Z`);
  const next = new Date(from);
  next.setUTCMonth(month, 1);
  next.setUTCFullYear(month === 12 ? year + 1 : year);
  return { name, from: instant(from.getTime()), to: instant(next.getTime() - 1) };
}
