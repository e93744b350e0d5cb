/** Usage summed up from an account's entries, and what is asked of a summary, whoever makes it (rule 9.5). */
import { DomainError } from '#domain/errors.js';
import { type Instant, instant, milliseconds, shifted } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { quarterOf, startOf } from '#projections/usage/quarters.js';
import { usesIn } from '#projections/usage/uses.js';
import type { AccountLog } from './account-log.js';
import { Calendar, isTimeZone } from './calendar.js';
import { USAGE_DIMENSIONS, type UsageDimension, type UsageLine, UsageSummary } from './usage-summary.js';

export type UsageRange = { readonly from?: Instant | undefined; readonly to?: Instant | undefined };
export type Summed = { readonly by?: string | undefined; readonly timeZone?: string | undefined };

/** From `from` to `to`, both inclusive, in business time. `total` is the sum of the items' amounts. */
export type UsageView = {
  readonly from: Instant;
  readonly to: Instant;
  readonly items: readonly UsageLine[];
  readonly total: Amount;
  readonly revision: number;
};

const DEFAULT_MS = 30 * 86_400_000;
const DEFAULT_BY = 'day,product,model';

/** Throws `invalid`. */
export function rangeFor({ from, to }: UsageRange, now: Instant): { readonly from: Instant; readonly to: Instant } {
  const end = to ?? now;
  // Nothing has been used yet of what lies ahead.
  const start = from ?? quarterBefore(shifted(end < now ? end : now, -DEFAULT_MS));
  if (start > end) throw refuse('from', 'from must not lie after to.');
  return { from: start, to: end };
}

/** An empty one. Throws `invalid`. */
export const summaryFor = ({ by = DEFAULT_BY, timeZone = 'UTC' }: Summed): UsageSummary =>
  new UsageSummary(dimensionsOf(by), calendarOf(timeZone));

/** From all entries of the account. Throws `account-not-found` and `invalid`. */
export async function usageFrom(
  log: AccountLog,
  accountId: string,
  range: UsageRange,
  summed: Summed,
): Promise<UsageView> {
  const { account, now } = await log.current(accountId);
  const { from, to } = rangeFor(range, now);
  const summary = summaryFor(summed);
  for await (const { entry } of log.entries(accountId, 1, account.revision)) {
    for (const use of usesIn(entry)) if (from <= use.at && use.at <= to) summary.add(use);
  }
  return { from, to, items: summary.items, total: summary.total, revision: account.revision };
}

/** No default divides a quarter of an hour: what lies within one is for the log to say. */
const quarterBefore = (at: Instant): Instant => instant(startOf(quarterOf(milliseconds(at))));

const refuse = (field: string, message: string) => new DomainError('invalid', message, { field });

function dimensionsOf(by: string): readonly UsageDimension[] {
  const names = by.split(',');
  const known = USAGE_DIMENSIONS.filter((dimension) => names.includes(dimension));
  if (known.length < names.length) {
    throw refuse('by', `by must name some of ${USAGE_DIMENSIONS.join(', ')}, each once.`);
  }
  return names as UsageDimension[];
}

function calendarOf(timeZone: string): Calendar {
  if (isTimeZone(timeZone)) return new Calendar(timeZone);
  throw refuse('timeZone', 'timeZone must be the IANA name of a time zone, such as Europe/Berlin.');
}
