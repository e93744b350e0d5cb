/** An allowance ends and the next one begins; one of a cycle that has passed is there for usage of its time. */
import { type Instant, shifted } from '../../messages.js';
import { type Amount, isPositive } from '../../money.js';
import { bucketIn } from '../bucket-list.js';
import { type Usage, covers } from '../buckets.js';
import type { Draft } from '../draft.js';
import type { Account, Bucket, Plan } from '../state.js';
import { inCycle, startOf, wouldEndAt } from './cycles.js';
import { STANDARD } from './event-table.js';
import type { CycleTerms, EndedAllowance } from './events.js';

const HOUR_MS = 3_600_000;

/** The allowance that stands, with the dates of its cycle at an instant. */
export function allowanceAt(account: Account, at: Instant): (Bucket & { readonly expiresAt: Instant }) | null {
  const bucket = account.plan?.bucketId === undefined ? undefined : bucketIn(account, account.plan.bucketId);
  const dated = bucket && inCycle(bucket, at);
  return dated?.expiresAt === undefined ? null : { ...dated, expiresAt: dated.expiresAt };
}

/** The allowance of a cycle lapses at its end, and that of the next one is there (rule 8.2). */
export function refreshAllowance(draft: Draft): void {
  const { plan } = draft.account;
  if (!plan) return;
  const before = allowanceAt(draft.account, shifted(draft.at, -1));
  if (before) lapse(draft, before, 'expired');
  grantAllowance(draft, plan, plan.next ?? plan, 'refresh', before && endedAt(before, draft.at));
}

/** The account is on another plan from now on: what was left of the allowance is gone (rules 8.2, 8.4). */
export function changePlan(
  draft: Draft,
  { plan, terms, paidUntil }: { readonly plan: string; readonly terms?: CycleTerms; readonly paidUntil?: Instant },
  cause: 'chosen' | 'ended',
): void {
  const now = draft.effectiveAt;
  const before = allowanceAt(draft.account, now);
  const endedPlan = cause === 'ended' ? draft.account.plan?.plan : undefined;
  const resumed = resumable(draft.account, plan, now);
  draft.add('PlanChosen', {
    plan,
    ...(terms !== undefined && plan !== STANDARD && { terms }),
    ...(paidUntil !== undefined && { paidUntil }),
    cause,
    ...(endedPlan !== undefined && { endedPlan }),
    ...(before && { ends: endedAt(before, now) }),
    ...(resumed && { resumes: resumed.bucketId }),
  });
  if (before) lapse(draft, before, 'replaced');
  const chosen = draft.account.plan;
  if (!chosen) return;
  if (!resumed) grantAllowance(draft, chosen, chosen, 'chosen', null);
  else if (isPositive(resumed.lapsed)) {
    const { bucketId, kind, lapsed: amount } = resumed;
    draft.addInPlace('BucketExpiryReversed', { bucketId, kind, amount, cause: 'resumed' });
  }
}

function lapse(draft: Draft, { bucketId, kind, remaining: amount }: Bucket, cause: 'expired' | 'replaced'): void {
  if (isPositive(amount)) draft.addInPlace('BucketExpired', { bucketId, kind, amount, cause });
}

const endedAt = ({ bucketId, effectiveAt }: Bucket, expiresAt: Instant): EndedAllowance => ({
  bucketId,
  effectiveAt,
  expiresAt,
});

function grantAllowance(
  draft: Draft,
  { plan }: Plan,
  { allowance: amount, refreshHours, scope }: CycleTerms,
  cause: 'chosen' | 'refresh',
  ends: EndedAllowance | null,
): void {
  if (cause === 'chosen' && !isPositive(amount)) return;
  const bucketId = draft.newId('bkt');
  const terms = { amount, refreshHours, ...(scope !== undefined && { scope }) };
  draft.add('AllowanceRefreshed', { bucketId, plan, ...terms, cause, ...(ends && { ends }) });
}

/** The allowance of the plan's last cycle, where another plan ended it and the cycle would go on (rule 8.4). */
const resumable = ({ buckets }: Account, plan: string, now: Instant): Bucket | undefined =>
  buckets.findLast(
    (bucket) => bucket.cycles?.plan === plan && bucket.expiresAt !== undefined && wouldEndAt(bucket) > now,
  );

/**
 * Usage of a cycle that has passed without an entry is paid by the allowance of that cycle, which is there from now on as it
 * would be, had somebody looked then: granted at the cycle's start, lapsed at its end (rule 2.12).
 */
export function openPastCycle(draft: Draft, usage: Usage, amount: Amount): void {
  const { usedAt } = usage;
  if (!isPositive(amount)) return;
  const allowances = draft.account.buckets.filter(({ cycles }) => cycles !== undefined);
  const dated = allowances.map((bucket) => inCycle(bucket, draft.at));
  if (
    dated.some(({ effectiveAt, expiresAt }) => effectiveAt <= usedAt && expiresAt !== undefined && usedAt < expiresAt)
  )
    return;
  const passed = dated.findLast(({ cycles, effectiveAt }) => cycles && cycles.from <= usedAt && usedAt < effectiveAt);
  if (!passed?.cycles || !covers(passed.scope, usage)) return;
  const { cycles, kind, scope } = passed;
  const effectiveAt = startOf(cycles, usedAt);
  const expiresAt = shifted(effectiveAt, cycles.hours * HOUR_MS);
  const bucketId = draft.newId('bkt');
  const terms = {
    plan: cycles.plan,
    amount: cycles.amount,
    refreshHours: cycles.hours,
    ...(scope !== undefined && { scope }),
  };
  draft.add('AllowanceRefreshed', { bucketId, ...terms, cause: 'late', expiresAt }, effectiveAt);
  draft.add('BucketExpired', { bucketId, kind, amount: cycles.amount, cause: 'replaced' }, expiresAt);
}
