/** How each event changes an account. Pure and total: a new event type does not compile until it is said here. */
import { invariant } from '../errors.js';
import { ZERO, add, subtract } from '../money.js';
import { placeOf } from './bucket-list.js';
import {
  approved,
  change,
  charged,
  ended,
  give,
  granted,
  longEndedAt,
  refunded,
  repaid,
  settle,
  notNegative,
  take,
  takenBack,
  withBucket,
  without,
  withoutGrace,
  withoutLongEnded,
} from './changes.js';
import { type Entry, unjoined } from './entries.js';
import type { AccountEvent } from './events.js';
import { grantedPromo, grantedPurchase } from './grants.js';
import { type Account, type Bucket, accountWith } from './state.js';

export function evolve(account: Account, event: AccountEvent): Account {
  if (event.type === 'EntriesJoined') return evolveAll(account, [event]);
  requireNext(account, event);
  if (isDueFact(event) && event.recordedAt === account.recordedAt) return evolveInPlace(withOwnBuckets(account), event);
  const changed = apply(account, event);
  return accountWith(changed, {
    revision: account.revision + (event.type === 'UsageCharged' ? event.data.lines.length : 1),
    recordedAt: event.recordedAt,
    buckets: withoutLongEnded(changed.buckets, event.recordedAt),
  });
}

/** The same, one after the other: what fell due in thousands of buckets is folded on one copy of their list. */
export function evolveAll(account: Account, events: readonly AccountEvent[]): Account {
  let own: OwnBuckets | undefined;
  let after = account;
  for (const event of events.flatMap(unjoined)) {
    if (isDueFact(event) && event.recordedAt === after.recordedAt) {
      own = evolveInPlace(after === own ? own : withOwnBuckets(after), event);
      after = own;
    } else after = evolve(after, event);
  }
  return after;
}

function requireNext(account: Account, { revision }: AccountEvent): void {
  invariant(revision === account.revision + 1, `Entry ${revision} follows ${account.revision}`);
}

/** What falls due in a bucket: an account may have thousands of them at one instant. */
export type DueBucketFact = Extract<
  AccountEvent,
  { type: 'BucketActivated' | 'BucketExpired' | 'BucketExpiryReversed' }
>;
const isDueFact = (event: AccountEvent): event is DueBucketFact =>
  event.type === 'BucketActivated' || event.type === 'BucketExpired' || event.type === 'BucketExpiryReversed';

/** An account whose list of buckets nobody else has seen. */
export type OwnBuckets = Account & { readonly buckets: Bucket[] };
export const withOwnBuckets = (account: Account): OwnBuckets =>
  accountWith(account, { buckets: [...account.buckets] }) as OwnBuckets;

/**
 * As `evolve`, where the entry before was recorded at the same time: changes the list of buckets that it is given, and
 * looks at no other bucket, as none but this one can have become one that leaves the state.
 */
export function evolveInPlace(account: OwnBuckets, event: DueBucketFact): OwnBuckets {
  requireNext(account, event);
  const { buckets } = account;
  const place = placeOf(account, event.data.bucketId);
  const bucket = buckets[place];
  if (bucket) {
    const changed = notNegative(afterDueFact(bucket, event));
    if (longEndedAt(event.recordedAt)(changed)) buckets.splice(place, 1);
    else buckets[place] = changed;
  }
  return accountWith(account, { revision: event.revision }) as OwnBuckets;
}

function afterDueFact(bucket: Bucket, { type, data, effectiveAt }: DueBucketFact): Bucket {
  if (type === 'BucketActivated') return { ...bucket, isPending: false };
  const { amount } = data;
  if (type === 'BucketExpiryReversed')
    return { ...bucket, remaining: add(bucket.remaining, amount), lapsed: subtract(bucket.lapsed, amount) };
  const [remaining, lapsed] = [subtract(bucket.remaining, amount), add(bucket.lapsed, amount)];
  // Of promos, only what came back to a voided one lapses because it has ended.
  const isVoided = data.cause === 'ended' && bucket.kind === 'promo';
  return ended({ ...bucket, remaining, lapsed, ...(isVoided && { isVoided }) }, effectiveAt);
}

function apply(account: Account, event: Entry): Account {
  switch (event.type) {
    case 'AccountOpened':
      return { ...account, ...event.data, openedAt: event.recordedAt, status: 'active' };
    case 'AccountSettingsChanged':
      return { ...account, settings: { ...account.settings, ...event.data.settings } };
    case 'AccountClosed':
      return { ...withoutGrace(account), status: 'closed', buckets: account.buckets.filter((b) => !b.isPending) };
    case 'PromoGranted':
      return withBucket(account, granted(grantedPromo(event), event.data.amount, false));
    case 'PromoVoided':
      return change(account, event.data.bucketId, (b) =>
        ended({ ...b, remaining: ZERO, isPending: false, isVoided: true }, event.effectiveAt),
      );
    case 'BucketActivated':
    case 'BucketExpired':
    case 'BucketExpiryReversed':
      return change(account, event.data.bucketId, (b) => afterDueFact(b, event));
    case 'PurchaseOpened': {
      const { purchaseId, invoiceUrl: _, ...purchase } = event.data;
      return { ...account, purchases: { ...account.purchases, [purchaseId]: { ...purchase, status: 'pending' } } };
    }
    case 'PurchaseApproved':
      return approved(account, event);
    case 'PurchaseCompleted': {
      const { purchaseId, bucketId, amount, isGranted } = event.data;
      const unlocked = { ...settle(account, purchaseId), paygUnlocked: true };
      if (!isGranted) return withBucket(unlocked, granted(grantedPurchase(event, 'purchase'), amount, true));
      return change(unlocked, bucketId, (b) => ({ ...b, isWithdrawable: true }));
    }
    case 'PurchaseRejected':
      return settle(account, event.data.purchaseId);
    case 'PurchaseFailed': {
      const { purchaseId, takenBack: taken } = event.data;
      const settled = settle(account, purchaseId);
      return taken ? takenBack(settled, taken, event.revision, event.recordedAt) : settled;
    }
    case 'UsageCharged':
      return event.data.lines.reduce((paid, line) => charged(paid, line, event.recordedAt), account);
    case 'UsageRefunded':
      return refunded(account, event.data, event.revision, event.recordedAt);
    case 'OverdraftRepaid':
      return repaid(account, event.data, event.recordedAt);
    case 'WithdrawalRequested': {
      const { withdrawalId, ...withdrawal } = event.data;
      const requested = { ...withdrawal, status: 'requested' as const, requestedBy: event.origin.actor.key };
      const paid = take(account, withdrawal.allocation, event.recordedAt);
      return { ...paid, withdrawals: { ...account.withdrawals, [withdrawalId]: requested } };
    }
    case 'WithdrawalApproved': {
      const withdrawal = account.withdrawals[event.data.withdrawalId];
      invariant(withdrawal !== undefined, 'An approved withdrawal was requested');
      return {
        ...account,
        withdrawals: { ...account.withdrawals, [event.data.withdrawalId]: { ...withdrawal, status: 'approved' } },
      };
    }
    case 'WithdrawalRejected':
      return {
        ...give(account, event.data.allocation, event.revision, event.recordedAt),
        withdrawals: without(account.withdrawals, event.data.withdrawalId),
      };
    case 'WithdrawalPaid':
      return { ...account, withdrawals: without(account.withdrawals, event.data.withdrawalId) };
    case 'ResourceStarted': {
      const resource = { ...event.data, startedAt: event.effectiveAt, isAccessible: true };
      return { ...account, resources: { ...account.resources, [resource.resourceId]: resource } };
    }
    case 'ResourceStopped':
      return { ...account, resources: without(account.resources, event.data.resourceId) };
    case 'GraceStarted':
      return { ...account, status: 'grace', graceDeadline: event.data.deadline };
    case 'GraceEnded':
      return { ...withoutGrace(account), status: 'active' };
    case 'ServiceTerminated': {
      const storage = Object.values(account.resources).filter((r) => r.kind === 'storage');
      const resources = Object.fromEntries(storage.map((r) => [r.resourceId, { ...r, isAccessible: false }]));
      return { ...withoutGrace(account), status: 'suspended', resources };
    }
    case 'ServiceRestored': {
      const resources = Object.fromEntries(
        Object.values(account.resources).map((r) => [r.resourceId, { ...r, isAccessible: true }]),
      );
      return { ...account, status: 'active', resources };
    }
    default:
      return event satisfies never;
  }
}
