/**
 * What follows when credits come in or go out: overdraft is repaid, grace starts and ends, service is terminated and
 * restored (spec 6). Every rule that moves credits ends with one of the two functions at the bottom.
 */
import { type Instant, shifted } from '../messages.js';
import { ZERO, isPositive, isZero, min, subtract } from '../money.js';
import { allocated, allocationLine, availableAt, byConsumption, isSpendable } from './buckets.js';
import type { Draft } from './draft.js';
import type { AllocationLine, Repayment } from './events.js';
import type { Account, Bucket } from './state.js';

export const secondsAfter = (at: Instant, seconds: number): Instant => shifted(at, seconds * 1000);

/** Prepaid and unscoped promo repay debt; scoped promo and allowances never do. */
const mayRepay = (bucket: Bucket, at: Instant): boolean =>
  isSpendable(bucket, at) && (bucket.kind === 'prepaid' || (bucket.kind === 'promo' && bucket.scope === undefined));

function repayOverdraft(draft: Draft): void {
  const purse = draft.account.buckets
    .filter((bucket) => mayRepay(bucket, draft.at) && isPositive(bucket.remaining))
    .sort(byConsumption)
    .map((bucket) => ({ bucket, left: bucket.remaining }));
  const repayments: Repayment[] = [];
  for (const debt of draft.account.debts) {
    const from: AllocationLine[] = [];
    let open = debt.amount;
    for (const payer of purse) {
      const part = min(open, payer.left);
      if (isZero(part)) continue;
      from.push(allocationLine(payer.bucket, part));
      payer.left = subtract(payer.left, part);
      open = subtract(open, part);
    }
    if (from.length === 0) break;
    repayments.push({ revision: debt.revision, from });
  }
  if (repayments.length === 0) return;
  draft.add('OverdraftRepaid', { amount: allocated(repayments.flatMap((r) => r.from)), repayments });
}

const isSolvent = (account: Account, at: Instant): boolean =>
  isZero(account.overdraft) && isPositive(availableAt(account, at));

/** Ends service: effective at the draft's business time, however late it is recorded. */
export function terminate(draft: Draft): void {
  const resources = Object.values(draft.account.resources);
  const idsOf = (kind: string) => resources.filter((r) => r.kind === kind).map((r) => r.resourceId);
  draft.add('ServiceTerminated', { instances: idsOf('instance'), storage: idsOf('storage') });
}

/** After a purchase, grant, refund or whatever else makes credits free. */
export function afterCreditsCameIn(draft: Draft): void {
  repayOverdraft(draft);
  if (!isSolvent(draft.account, draft.at)) return;
  if (draft.account.status === 'grace') draft.add('GraceEnded', {});
  if (draft.account.status === 'suspended') {
    const storage = Object.values(draft.account.resources).filter((resource) => !resource.isAccessible);
    draft.add('ServiceRestored', { storage: storage.map((resource) => resource.resourceId) });
  }
}

/** After a charge, expiry, void or withdrawal: at zero or below, grace starts or, by policy, service ends at once. */
export function afterCreditsWentOut(draft: Draft): void {
  const { account } = draft;
  if (account.status !== 'active') return;
  const inDebt = account.overdraft !== ZERO;
  const isRunning = Object.keys(account.resources).length > 0;
  if (!inDebt && !(isRunning && isZero(availableAt(account, draft.at)))) return;
  if (account.settings.onZero === 'terminate') return terminate(draft);
  draft.add('GraceStarted', { deadline: secondsAfter(draft.effectiveAt, account.settings.graceWindowSeconds) });
}
