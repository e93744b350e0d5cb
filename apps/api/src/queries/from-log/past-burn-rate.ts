/** The burn rate of a cut, from the charges of the last hour before it. */
import type { Account } from '#domain/account/state.js';
import { type Instant, shifted } from '#domain/messages.js';
import { ZERO, add, sum } from '#domain/money.js';
import { type BurnRate, rateOf } from '#projections/burn-rate/burn-rate-at.js';
import { WINDOW_MS } from '#projections/burn-rate/burn-rate.projection.js';
import type { AccountLog } from './account-log.js';

/** What was recorded up to `revision` and used up to `at`. Reads the charges that were recorded since `at` − 60 minutes. */
export async function burnRateOf(
  log: AccountLog,
  { accountId, resources }: Pick<Account, 'accountId' | 'resources'>,
  { revision, at }: { readonly revision: number; readonly at: Instant },
): Promise<BurnRate> {
  const edge = shifted(at, -WINDOW_MS);
  let usage = ZERO;
  for await (const { entry } of log.entries(accountId, (await log.revisionAt(accountId, edge)) + 1, revision)) {
    const isUsedThen = entry.type === 'UsageCharged' && entry.effectiveAt > edge && entry.effectiveAt <= at;
    if (isUsedThen) usage = add(usage, sum(entry.data.lines.map(({ amount }) => amount)));
  }
  return rateOf(Object.values(resources), usage);
}
