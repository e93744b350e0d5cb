/** What is marked in a chart of the balance: when credits expire, and when the account had a grace window. */
import type { Schemas } from '#client/client.js';
import { isPositive, sumOf } from '../../../../format/decimals.js';
import type { Bucket } from '../../buckets-in-order.js';
import type { ChartWindow } from './window.js';

export type Expiry = { readonly atMs: number; readonly amount: string };
export type GraceWindow = { readonly fromMs: number; readonly toMs: number };

/** What lapsed, or will, at each instant: a bucket that was spent in time leaves no mark. */
export function expiriesIn(buckets: readonly Bucket[], { from, to }: ChartWindow): readonly Expiry[] {
  const amounts = new Map<number, string>();
  for (const { expiresAt, lapsed, remaining } of buckets) {
    const [atMs, amount] = [expiresAt === null ? NaN : Date.parse(expiresAt), sumOf([lapsed, remaining])];
    if (!(atMs >= from && atMs <= to) || !isPositive(amount)) continue;
    amounts.set(atMs, sumOf([amounts.get(atMs) ?? '0', amount]));
  }
  return [...amounts].map(([atMs, amount]) => ({ atMs, amount })).toSorted((one, other) => one.atMs - other.atMs);
}

type Notification = Pick<Schemas['NotificationView'], 'type' | 'time' | 'data'>;

/** Nothing is notified when a grace window ends well but that credits have recovered: it ends then, or by its deadline. */
const ENDS = new Set(['credits.recovered', 'service.terminated']);

/** `notifications` come newest first, as the API lists them. */
export function graceWindowsIn(
  notifications: readonly Notification[],
  { from, to }: ChartWindow,
): readonly GraceWindow[] {
  const windows: GraceWindow[] = [];
  let startedMs: number | null = null;
  let deadlineMs = 0;
  const end = (atMs: number): void => {
    if (startedMs !== null) windows.push({ fromMs: startedMs, toMs: Math.min(atMs, deadlineMs) });
    startedMs = null;
  };
  for (const { type, time, data } of notifications.toReversed()) {
    const atMs = Date.parse(time);
    if (ENDS.has(type)) end(atMs);
    if (type !== 'grace.started') continue;
    end(atMs);
    startedMs = atMs;
    deadlineMs = Date.parse((data as { deadline?: string }).deadline ?? time);
  }
  end(to);
  return windows.filter(({ fromMs, toMs }) => toMs >= from && fromMs <= to);
}
