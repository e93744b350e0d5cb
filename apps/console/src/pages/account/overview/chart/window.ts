/** Which stretch of time a chart shows: the address names it, or it is the last thirty days, or since the account opened. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
export const SPANS_DAYS = { week: 7, month: 30, quarter: 90 } as const;
export type Span = keyof typeof SPANS_DAYS;
/** Nothing is seen in less. */
const LEAST_MS = 60_000;

export type ChartSearch = { readonly since?: string; readonly until?: string };
export type ChartWindow = { readonly from: number; readonly to: number };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const isInstant = (value: unknown): value is string => typeof value === 'string' && INSTANT.test(value);

export function chartSearch({ since, until }: Readonly<Record<string, unknown>>): ChartSearch {
  return isInstant(since) && isInstant(until) && since < until ? { since, until } : {};
}

/** Of now it moves with the time, by the minute, and is an hour at least. */
export function windowOf({ since, until }: ChartSearch, nowMs: number, openedMs: number): ChartWindow {
  if (since !== undefined && until !== undefined) return { from: Date.parse(since), to: Date.parse(until) };
  const to = Math.ceil(nowMs / LEAST_MS) * LEAST_MS;
  return { from: Math.max(to - SPANS_DAYS.month * DAY_MS, Math.min(openedMs, to - HOUR_MS)), to };
}

export const lastDays = (days: number, nowMs: number): ChartWindow => ({ from: nowMs - days * DAY_MS, to: nowMs });

/** Twice as close around its middle, or from twice as far. */
export function zoomed({ from, to }: ChartWindow, by: 'in' | 'out'): ChartWindow {
  const half = Math.max(LEAST_MS, (to - from) * (by === 'in' ? 0.5 : 2)) / 2;
  const middle = (from + to) / 2;
  return { from: Math.round(middle - half), to: Math.round(middle + half) };
}

/** Half of what is shown, to the left or to the right. */
export function moved({ from, to }: ChartWindow, direction: -1 | 1): ChartWindow {
  const step = Math.round((direction * (to - from)) / 2);
  return { from: from + step, to: to + step };
}

export const searchOf = ({ from, to }: ChartWindow): ChartSearch => ({
  since: new Date(from).toISOString(),
  until: new Date(Math.max(to, from + LEAST_MS)).toISOString(),
});
