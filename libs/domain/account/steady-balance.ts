/** How long a balance stays what it is while nothing is recorded: what was computed once need not be computed at each reading. */
import { type Instant, LAST_INSTANT, shifted } from '../messages.js';
import { ZERO } from '../money.js';
import { EXPIRING_WITHIN_MS } from './balance.js';
import { nextDue } from './due.js';
import { runningCostsOf } from './resources/running-costs.js';
import type { Account } from './state.js';

/**
 * At every instant from `at` on, and before the one that is returned, `balanceAt` says the same but for its `asOf`. It is
 * `at` itself where every moment has a balance of its own, or may have: while something runs, in a plan's cycles, and once
 * something fell due that is not recorded.
 */
export function steadyUntil(account: Account, at: Instant): Instant {
  if (account.plan !== undefined || runningCostsOf(account.resources) !== null) return at;
  let until = nextDue(account)?.at ?? LAST_INSTANT;
  for (const { remaining, expiresAt, cycles } of account.buckets) {
    if (cycles !== undefined) return at;
    if (remaining === ZERO || expiresAt === undefined) continue;
    for (const withinMs of EXPIRING_WITHIN_MS) {
      const begins = shifted(expiresAt, -withinMs);
      if (at < begins && begins < until) until = begins;
    }
  }
  return until < at ? at : until;
}
