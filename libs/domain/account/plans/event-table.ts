import { change, granted, withBucket } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import { grantedAllowance } from '../grants.js';
import type { Account, Bucket, Plan } from '../state.js';
import { wouldEndAt } from './cycles.js';
import type { AllowanceRefreshed, EndedAllowance, PlanChosen, PlanEvent } from './events.js';

/** What every account is on that has no plan. */
export const STANDARD = 'standard';

export const planEvents = {
  PlanChosen: {
    fold: chosen,
    makes: nothing,
    rowsIn: ['notifications', 'plans'],
    takesCredits: false,
    beginsDueFact: ({ cause }) => cause === 'ended',
  },
  AllowanceRefreshed: {
    fold: refreshed,
    makes: ({ bucketId }) => [bucketId],
    rowsIn: ['movements', 'transactions'],
    takesCredits: false,
    beginsDueFact: ({ cause }) => cause === 'refresh',
  },
  PlanTermsChanged: {
    fold: (account, { data: { terms, from } }) =>
      account.plan ? { ...account, plan: { ...account.plan, next: terms, refreshesAt: from } } : account,
    makes: nothing,
    rowsIn: [],
    takesCredits: false,
  },
} satisfies EventTable<PlanEvent>;

function chosen(account: Account, { data, effectiveAt }: PlanChosen): Account {
  const { plan, terms, paidUntil, isKept, ends, resumes } = data;
  const until = paidUntil === undefined ? {} : { paidUntil };
  if (isKept) {
    if (!account.plan) return account;
    const { paidUntil: _, ...kept } = account.plan;
    return { ...account, plan: { ...kept, ...until } };
  }
  const { plan: _, ...others } = withEnded(account, ends);
  if (terms === undefined) return others;
  return withResumed({ ...others, plan: { plan, ...terms, since: effectiveAt, ...until } }, resumes);
}

/** The allowance stands again, and its cycle ends when it would have ended. */
function withResumed(account: Account & { readonly plan: Plan }, bucketId: string | undefined): Account {
  const bucket = account.buckets.find((each) => each.bucketId === bucketId);
  if (!bucket) return account;
  const plan = { ...account.plan, bucketId: bucket.bucketId, refreshesAt: wouldEndAt(bucket) };
  return change({ ...account, plan }, bucket.bucketId, standing);
}

function standing(bucket: Bucket): Bucket {
  const { expiresAt: _, endedAt: __, ...open } = bucket;
  return open;
}

function refreshed(account: Account, event: AllowanceRefreshed): Account {
  const { amount, refreshHours, scope, bucketId, cause, ends } = event.data;
  const bucket = granted(grantedAllowance(event), amount, false);
  if (cause === 'late' || !account.plan) return withBucket(account, bucket);
  const { plan, since, paidUntil } = account.plan;
  const terms = { allowance: amount, refreshHours, ...(scope !== undefined && { scope }) };
  const next = { plan, ...terms, since, bucketId, ...(paidUntil !== undefined && { paidUntil }) };
  return { ...withBucket(withEnded(account, ends), bucket), plan: next };
}

/** An allowance that is over has dates of its own. What was left of it has lapsed by then, or does next. */
function withEnded(account: Account, ends: EndedAllowance | undefined): Account {
  if (ends === undefined) return account;
  const { bucketId, effectiveAt, expiresAt } = ends;
  return change(account, bucketId, (bucket) => ({
    ...bucket,
    effectiveAt,
    expiresAt,
    endedAt: bucket.endedAt ?? expiresAt,
  }));
}
