/** An account's balance at an instant, computed from its buckets' dates: recorded or not, what has expired is not in it. */
import { type Instant, shifted } from '../messages.js';
import { type Amount, ZERO, add, subtract, sum } from '../money.js';
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
const remainingOf = (buckets: readonly Bucket[]): Amount => sum(buckets.map((bucket) => bucket.remaining));

/** By its dates: a grant whose time has come counts before a sweep has recorded it, as an expired one does not. */
const isInEffect = ({ isPending, effectiveAt, expiresAt }: Bucket, at: Instant): boolean =>
  (!isPending || at >= effectiveAt) && (expiresAt === undefined || at < expiresAt);

export function balanceOf(account: Account, at: Instant): Balance {
  const buckets = account.buckets
    .filter((bucket) => bucket.remaining !== ZERO && isInEffect(bucket, at))
    .map((bucket) => inCycle(bucket, at));
  const ofKind = (kind: BucketKind) => remainingOf(buckets.filter((bucket) => bucket.kind === kind));
  const ending = buckets.filter(({ expiresAt }) => expiresAt !== undefined);
  const expiringWithin = (ms: number): Amount => {
    if (ending.length === 0) return ZERO;
    const until = shifted(at, ms);
    return remainingOf(ending.filter(({ expiresAt = until }) => expiresAt <= until));
  };
  const available = remainingOf(buckets);
  const held = sum(account.buckets.map((bucket) => bucket.held));
  return {
    total: subtract(add(available, held), account.overdraft),
    available,
    held,
    overdraft: account.overdraft,
    accrued: accruedIn(account, at),
    byKind: { allowance: ofKind('allowance'), promo: ofKind('promo'), prepaid: ofKind('prepaid') },
    withdrawable: withdrawable(account),
    expiring: { in7Days: expiringWithin(SEVEN_DAYS_MS), in30Days: expiringWithin(THIRTY_DAYS_MS) },
    status: account.status === 'unopened' ? 'active' : account.status,
    paygUnlocked: account.paygUnlocked,
    rateLimitTier: account.paygUnlocked ? 'paid' : 'basic',
    graceDeadline: account.graceDeadline ?? null,
    revision: account.revision,
    asOf: at,
  };
}
