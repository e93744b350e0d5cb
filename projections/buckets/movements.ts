/**
 * How each event moves credits between the parts of a bucket. A bucket's credits only ever change their part, so that
 * granted = remaining + held + spent + lapsed + withdrawn holds by construction.
 */
import type { Entry } from '#domain/account/entries.js';
import type { AccountEvent, AllocationLine } from '#domain/account/events.js';
import { type Amount, sum } from '#domain/money.js';
import type { Grant, Part } from './bucket-row.js';

export type Movement =
  | { readonly kind: 'grant'; readonly bucketId: string; readonly amount: Amount; readonly grant: Grant }
  | {
      readonly kind: 'move';
      readonly bucketId: string;
      readonly amount: Amount;
      readonly from: Part;
      readonly to: Part;
    }
  | { readonly kind: 'activate'; readonly bucketId: string }
  /** All that never became effective. */
  | { readonly kind: 'lapse pending' };

export function movementsOf(event: Entry): readonly Movement[] {
  switch (event.type) {
    case 'PromoGranted': {
      const { amount, reason: _, ...bucket } = event.data;
      const { effectiveAt, recordedAt, revision } = event;
      const isPending = effectiveAt > recordedAt;
      return [granted(amount, { ...bucket, kind: 'promo', effectiveAt, isPending, revision, nth: 0 })];
    }
    case 'PurchaseApproved':
      return [granted(event.data.amount, prepaid(event, event.data.bucketId, 'request'))];
    case 'PurchaseCompleted':
      return event.data.isGranted ? [] : [granted(event.data.amount, prepaid(event, event.data.bucketId, 'purchase'))];
    case 'BucketActivated':
      return [{ kind: 'activate', bucketId: event.data.bucketId }];
    case 'PromoVoided':
    case 'BucketExpired':
      return moved([event.data], 'remaining', 'lapsed');
    case 'BucketExpiryReversed':
      return moved([event.data], 'lapsed', 'remaining');
    case 'UsageCharged':
      return moved(
        event.data.lines.flatMap((line) => line.allocation),
        'remaining',
        'spent',
      );
    case 'OverdraftRepaid':
      return moved(
        event.data.repayments.flatMap((repayment) => repayment.from),
        'remaining',
        'spent',
      );
    case 'UsageRefunded':
      return event.data.allocation.flatMap((line, nth) =>
        line.insteadOf === undefined ? moved([line], 'spent', 'remaining') : [regranted(line, event, nth)],
      );
    case 'WithdrawalRequested':
      return moved(event.data.allocation, 'remaining', 'withdrawn');
    case 'WithdrawalRejected':
      return moved(event.data.allocation, 'withdrawn', 'remaining');
    case 'PurchaseFailed':
      return event.data.takenBack ? moved([event.data.takenBack], 'remaining', 'withdrawn') : [];
    case 'AccountClosed':
      return [{ kind: 'lapse pending' }];
    case 'AccountOpened':
    case 'AccountSettingsChanged':
    case 'PurchaseOpened':
    case 'PurchaseRejected':
    case 'WithdrawalApproved':
    case 'WithdrawalPaid':
    case 'ResourceStarted':
    case 'ResourceStopped':
    case 'GraceStarted':
    case 'GraceEnded':
    case 'ServiceTerminated':
    case 'ServiceRestored':
      return [];
    default:
      return event satisfies never;
  }
}

const granted = (amount: Amount, grant: Grant): Movement => ({
  kind: 'grant',
  bucketId: grant.bucketId,
  amount,
  grant,
});

const prepaid = (event: AccountEvent, bucketId: string, source: Grant['source']): Grant => ({
  bucketId,
  kind: 'prepaid',
  source,
  effectiveAt: event.recordedAt,
  isPending: false,
  revision: event.revision,
  nth: 0,
});

/** What a refund gives instead of an expired promo. */
function regranted(line: AllocationLine & { readonly insteadOf?: string }, event: AccountEvent, nth: number): Movement {
  const { amount, insteadOf: _, effectiveAt = event.recordedAt, ...bucket } = line;
  return granted(amount, { ...bucket, effectiveAt, isPending: false, revision: event.revision, nth });
}

/** One movement a bucket, however many lines name it. */
function moved(
  lines: readonly { readonly bucketId: string; readonly amount: Amount }[],
  from: Part,
  to: Part,
): readonly Movement[] {
  const amounts = new Map<string, Amount[]>();
  for (const { bucketId, amount } of lines) {
    const known = amounts.get(bucketId);
    if (known) known.push(amount);
    else amounts.set(bucketId, [amount]);
  }
  return [...amounts].map(([bucketId, each]) => ({ kind: 'move', bucketId, amount: sum(each), from, to }));
}
