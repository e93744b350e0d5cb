/** The burn rate of a cut, from what was used in the hour before it. */
import type { AccountEvent } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { type Instant, shifted } from '#domain/messages.js';
import { type Amount, ZERO, add, subtract, sum } from '#domain/money.js';
import { type BurnRate, rateOf } from '#projections/burn-rate/burn-rate-at.js';
import { WINDOW_MS } from '#projections/burn-rate/minutes.js';
import type { AccountLog } from './account-log.js';
import { type AccountSums, type LateUsage, minuteOf, usageIn } from './account-sums.js';

type Hour = { readonly accountId: string; readonly revision: number; readonly edge: Instant; readonly at: Instant };

/** What was recorded up to `revision` and used up to `at`. */
export async function burnRateOf(
  log: AccountLog,
  { accountId, resources }: Pick<Account, 'accountId' | 'resources'>,
  { revision, at }: { readonly revision: number; readonly at: Instant },
): Promise<BurnRate> {
  const usage = await usageOf(log, { accountId, revision, edge: shifted(at, -WINDOW_MS), at });
  return rateOf(Object.values(resources), usage);
}

async function usageOf(log: AccountLog, hour: Hour): Promise<Amount> {
  const { accountId, revision, edge, at } = hour;
  const { sums, entries, startedAt, recordedAt } = await log.sumsAt(accountId, revision);
  if (recordedAt === undefined || recordedAt <= edge) return ZERO;
  if (startedAt === undefined || startedAt <= edge) return sum(entries.filter(isUsedIn(hour)).map(usageIn));
  const before = await log.revisionAt(accountId, edge);
  // What was recorded after the time that is looked at counts only as far as it was used before.
  if (recordedAt > at) return usageRead(log, hour, before + 1, revision);
  const { usedOnTime } = (await log.sumsAt(accountId, Math.min(before, revision))).sums;
  return add(subtract(sums.usedOnTime, usedOnTime), await lateUsage(log, hour, sums, before + 1));
}

/** Whole minutes by their sums; of the minute that the hour begins in, what was recorded from `first` on is read. */
async function lateUsage(log: AccountLog, hour: Hour, { usedLate }: AccountSums, first: number): Promise<Amount> {
  const minute = minuteOf(hour.edge);
  const whole = sum([...usedLate].filter(([each]) => each > minute).map(([, { amount }]) => amount));
  const partial: LateUsage | undefined = usedLate.get(minute);
  if (!partial || partial.until <= hour.edge) return whole;
  const last = Math.min(hour.revision, await log.revisionAt(hour.accountId, partial.until));
  const isLate = (entry: AccountEvent) =>
    entry.effectiveAt < entry.recordedAt && minuteOf(entry.effectiveAt) === minute;
  return add(whole, await usageRead(log, hour, first, last, isLate));
}

const isUsedIn =
  ({ edge, at }: Hour) =>
  ({ effectiveAt }: AccountEvent): boolean =>
    effectiveAt > edge && effectiveAt <= at;

async function usageRead(
  log: AccountLog,
  hour: Hour,
  first: number,
  last: number,
  isWanted: (entry: AccountEvent) => boolean = () => true,
): Promise<Amount> {
  let usage: Amount = ZERO;
  for await (const { entry } of log.entries(hour.accountId, first, last))
    if (isUsedIn(hour)(entry) && isWanted(entry)) usage = add(usage, usageIn(entry));
  return usage;
}
