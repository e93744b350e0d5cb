/** An account's balance at an instant, computed from its buckets' dates: recorded or not, what has expired is not in it. */
import { type Instant, shifted } from '../messages.js';
import { type Amount, Sum, ZERO, add, subtract } from '../money.js';
import type { BucketKind } from './events.js';
import { inCycle } from './plans/cycles.js';
import { accruedIn } from './resources/running-costs.js';
import type { Account, AccountStatus, Bucket } from './state.js';
import { withdrawable } from './withdrawals/withdrawals.js';

/** Rule 10.3; amounts in credits, `overdraft` positive, `total` = available + held − overdraft and may be negative. */
export type Balance = {
  readonly total: Amount;
  readonly available: Amount;
  readonly held: Amount;
  readonly overdraft: Amount;
  /** What running periods have cost by now and is not charged yet: it is in no other amount. */
  readonly accrued: Amount;
  readonly byKind: Readonly<Record<BucketKind, Amount>>;
  readonly withdrawable: Amount;
  readonly expiring: { readonly in7Days: Amount; readonly in30Days: Amount };
  readonly status: Exclude<AccountStatus, 'unopened'>;
  readonly paygUnlocked: boolean;
  readonly rateLimitTier: 'basic' | 'paid';
  readonly graceDeadline: Instant | null;
  readonly revision: number;
  readonly asOf: Instant;
};

const DAY_MS = 86_400_000;
/** What of the credits expires so soon is shown apart. */
const [SEVEN_DAYS_MS, THIRTY_DAYS_MS] = [7 * DAY_MS, 30 * DAY_MS];
export const EXPIRING_WITHIN_MS: readonly number[] = [SEVEN_DAYS_MS, THIRTY_DAYS_MS];
/** By its dates: a grant whose time has come counts before a sweep has recorded it, as an expired one does not. */
const isInEffect = ({ isPending, effectiveAt, expiresAt }: Bucket, at: Instant): boolean =>
  (!isPending || at >= effectiveAt) && (expiresAt === undefined || at < expiresAt);

export function balanceOf(account: Account, at: Instant): Balance {
  const sums = { allowance: new Sum(), promo: new Sum(), prepaid: new Sum() };
  // Most buckets are in none of these three, and reading their digits is most of the work.
  let held: Sum | undefined;
  let in7Days: Sum | undefined;
  let in30Days: Sum | undefined;
  for (const bucket of account.buckets) {
    if (bucket.held !== ZERO) (held ??= new Sum()).add(bucket.held);
    if (bucket.remaining === ZERO || !isInEffect(bucket, at)) continue;
    const { remaining, kind, expiresAt } = inCycle(bucket, at);
    sums[kind].add(remaining);
    if (expiresAt === undefined) continue;
    const soon = soonAfter(at);
    if (expiresAt <= soon.in7Days) (in7Days ??= new Sum()).add(remaining);
    if (expiresAt <= soon.in30Days) (in30Days ??= new Sum()).add(remaining);
  }
  const byKind = { allowance: sums.allowance.amount, promo: sums.promo.amount, prepaid: sums.prepaid.amount };
  const available = add(add(byKind.allowance, byKind.promo), byKind.prepaid);
  const setAside = held?.amount ?? ZERO;
  return {
    total: subtract(add(available, setAside), account.overdraft),
    available,
    held: setAside,
    overdraft: account.overdraft,
    accrued: accruedIn(account, at),
    byKind,
    withdrawable: withdrawable(account),
    expiring: { in7Days: in7Days?.amount ?? ZERO, in30Days: in30Days?.amount ?? ZERO },
    status: account.status === 'unopened' ? 'active' : account.status,
    paygUnlocked: account.paygUnlocked,
    rateLimitTier: account.paygUnlocked ? 'paid' : 'basic',
    graceDeadline: account.graceDeadline ?? null,
    revision: account.revision,
    asOf: at,
  };
}

type Soon = { readonly at: Instant; readonly in7Days: Instant; readonly in30Days: Instant };
/** What was asked for last: the balances of all that is decided together are of one instant, and dates are costly to write. */
let lastSoon: Soon | undefined;

function soonAfter(at: Instant): Soon {
  if (lastSoon?.at === at) return lastSoon;
  return (lastSoon = { at, in7Days: shifted(at, SEVEN_DAYS_MS), in30Days: shifted(at, THIRTY_DAYS_MS) });
}
