/** The burn rate of a cut: the projection `burn-rate`, folded over the last hour before it. */
import type { Account } from '#domain/account/state.js';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import { type BurnRate, burnRateAt } from '#projections/burn-rate/burn-rate-at.js';
import { type BurnRateRow, SUMMARY, WINDOW_MS, burnRate } from '#projections/burn-rate/burn-rate.projection.js';
import type { AccountLog } from './account-log.js';
import { foldInto } from './rows.js';

/** What was recorded up to `revision` and used up to `at`. Reads the charges that were recorded since `at` − 60 minutes. */
export async function burnRateOf(
  log: AccountLog,
  account: Account,
  { revision, at }: { readonly revision: number; readonly at: Instant },
): Promise<BurnRate> {
  const resources = Object.fromEntries(
    Object.values(account.resources).map(({ resourceId, kind, ratePerHour, isAccessible }) => [
      resourceId,
      { kind, ratePerHour, isAccessible },
    ]),
  );
  const rows = new Map<string, BurnRateRow>([[SUMMARY, { resources, minutes: {} }]]);
  const start = await log.revisionAt(account.accountId, instant(milliseconds(at) - WINDOW_MS));
  for await (const { entry } of log.entries(account.accountId, start + 1, revision)) {
    // Usage is kept for an hour from the moment of looking back, not from when it was recorded.
    if (entry.type === 'UsageCharged' && entry.effectiveAt <= at)
      foldInto(burnRate, rows, { ...entry, recordedAt: at });
  }
  return burnRateAt(rows, at);
}
