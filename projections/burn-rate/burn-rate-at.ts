/** The burn rate of a moment, from the rows of the read model. */
import type { Balance } from '#domain/account/balance.js';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add, divideHalfUp, isZero, max, subtract, sum } from '#domain/money.js';
import { type BurnRateRow, type RunningResource, SUMMARY, summaryOf } from './burn-rate-row.js';
import { pairsIn } from './amounts-at.js';
import { MINUTE_MS, NEWEST, WINDOW_MS, minuteKey, minuteOf, usageAtEdge } from './minutes.js';

/** Credits per hour. */
export type BurnRate = {
  readonly burnRate: Amount;
  /** Rates of what runs. */
  readonly resources: Amount;
  /** Other usage of the last 60 minutes. */
  readonly usage: Amount;
};

const edgeOf = (now: Instant): number => milliseconds(now) - WINDOW_MS;

/** The rows that `burnRateAt` needs. */
export const burnRateKeys = (now: Instant): readonly string[] => [SUMMARY, NEWEST, minuteKey(minuteOf(edgeOf(now)))];

/** Usage after now − 60 minutes; what a reader's clock, being behind, takes for later counts too. */
export function burnRateAt(rows: ReadonlyMap<string, BurnRateRow>, now: Instant): BurnRate {
  const { resources, minutes } = summaryOf(rows);
  const edge = edgeOf(now);
  const usage: Amount[] = [];
  for (const [minute, amount] of pairsIn(minutes)) if (minute > minuteOf(edge)) usage.push(amount);
  for (const [at, amount] of usageAtEdge(rows, minuteOf(edge))) if (at > edge) usage.push(amount);
  return rateOf(Object.values(resources), sum(usage));
}

/**
 * Until when `burnRateAt` says the same of these rows: the earliest that some usage leaves the window, and before other rows
 * are needed.
 */
export function burnRateUntil(rows: ReadonlyMap<string, BurnRateRow>, now: Instant): Instant {
  const edge = edgeOf(now);
  let leavesAt = (minuteOf(edge) + 1) * MINUTE_MS;
  for (const [at] of usageAtEdge(rows, minuteOf(edge))) if (at > edge && at < leavesAt) leavesAt = at;
  return instant(leavesAt + WINDOW_MS);
}

/** Of what runs, and of the usage of the last 60 minutes. */
export function rateOf(
  resources: readonly Pick<RunningResource, 'ratePerHour' | 'isAccessible'>[],
  usage: Amount,
): BurnRate {
  const running = sum(resources.filter(({ isAccessible }) => isAccessible).map(({ ratePerHour }) => ratePerHour));
  return { burnRate: add(running, usage), resources: running, usage };
}

/** How long what is available lasts, in hours rounded half-up at 2 decimals; null where nothing burns (rule 7.5). */
export const hoursRemaining = (
  { available, accrued }: Pick<Balance, 'available' | 'accrued'>,
  { burnRate }: Pick<BurnRate, 'burnRate'>,
): Amount | null => (isZero(burnRate) ? null : divideHalfUp(max(subtract(available, accrued), ZERO), burnRate, 2));
