/**
 * The account's entries as double-entry bookkeeping: each entry is a list of postings that sum to zero.
 *
 * Signs are those of the customer's purse. A positive amount in `customers:…` is credit that the customer has, so a
 * grant adds to a bucket and takes the same from `promotions:…`; a charge takes from buckets and adds to `usage:…`.
 * Debt is a negative amount in `overdraft`. Read from our side, what stands in `sales:…` and `promotions:…` is negative
 * because it was given out, and `usage:…`, `lapsed:…` and `payouts` positive because it came back.
 *
 * | ledger account | what stands there |
 * |---|---|
 * | `customers:{id}:bucket:{bucketId}` | what is left in a bucket |
 * | `customers:{id}:overdraft` | debt, zero or negative |
 * | `customers:{id}:pending:{bucketId}` | a grant that has not become effective: not part of the balance yet |
 * | `customers:{id}:withdrawals` | set aside for withdrawals that are under review |
 * | `sales:prepaid`, `sales:unpaid` | credits sold; credits of approved requests that nobody has paid for yet |
 * | `promotions:{source}` | credits given away |
 * | `usage:{product}` | charged, less what was refunded |
 * | `lapsed:{kind}` | expired, voided or forfeited |
 * | `payouts` | withdrawn for good |
 *
 * So the buckets and the overdraft of a customer sum to the balance's `total` as recorded, and all accounts of all
 * customers sum to zero. Fees and prices in money are no credits and are not here.
 */
import { type Amount, isZero, negate } from '../money.js';
import type { Entry } from './entries.js';
import type { AllocationLine, BucketKind, EventData } from './events.js';
import type { Account } from './state.js';

/**
 * `amount` is in credits, signed, never zero. `account` has colons between its levels; what is named by clients is
 * percent-encoded in it, so that a colon of theirs is none of ours.
 */
export type Posting = { readonly account: string; readonly amount: Amount };

/** What an entry does not say of itself: whose it is, and which grants were pending just before it. */
export type Books = Pick<Account, 'accountId'> & {
  readonly buckets: readonly Pick<Account['buckets'][number], 'bucketId' | 'isPending' | 'remaining'>[];
};

const customer = (accountId: string): string => `customers:${encodeURIComponent(accountId)}`;
export const bucketAccount = (accountId: string, bucketId: string): string =>
  `${customer(accountId)}:bucket:${bucketId}`;
export const overdraftAccount = (accountId: string): string => `${customer(accountId)}:overdraft`;
export const pendingAccount = (accountId: string, bucketId: string): string =>
  `${customer(accountId)}:pending:${bucketId}`;
const withdrawalsAccount = (accountId: string): string => `${customer(accountId)}:withdrawals`;
const usageAccount = (product: string): string => `usage:${encodeURIComponent(product)}`;
const lapsedAccount = (kind: BucketKind): string => `lapsed:${kind}`;

/** An entry's postings, in the order in which credits move; none where it moves no credits. */
export const postingsOf = (entry: Entry, before: Books): readonly Posting[] =>
  movementsOf(entry, before).flatMap(({ from, to, amount }) =>
    isZero(amount)
      ? []
      : [
          { account: from, amount: negate(amount) },
          { account: to, amount },
        ],
  );

/** `amount` leaves one ledger account for another: whatever is written so is balanced. */
type Movement = { readonly from: string; readonly to: string; readonly amount: Amount };

function movementsOf(entry: Entry, { accountId, buckets }: Books): readonly Movement[] {
  const bucket = (bucketId: string) => bucketAccount(accountId, bucketId);
  const pending = (bucketId: string) => pendingAccount(accountId, bucketId);
  const overdraft = overdraftAccount(accountId);
  const withdrawals = withdrawalsAccount(accountId);
  const outOf = (lines: readonly AllocationLine[], to: string): Movement[] =>
    lines.map(({ bucketId, amount }) => ({ from: bucket(bucketId), to, amount }));
  const into = (lines: readonly AllocationLine[], from: string): Movement[] =>
    lines.map(({ bucketId, amount }) => ({ from, to: bucket(bucketId), amount }));

  switch (entry.type) {
    case 'PromoGranted': {
      const { bucketId, source, amount } = entry.data;
      const isPending = entry.effectiveAt > entry.recordedAt;
      return [{ from: `promotions:${source}`, to: isPending ? pending(bucketId) : bucket(bucketId), amount }];
    }
    case 'BucketActivated': {
      const { bucketId, amount } = entry.data;
      return [{ from: pending(bucketId), to: bucket(bucketId), amount }];
    }
    case 'PromoVoided': {
      const { bucketId, amount } = entry.data;
      const wasPending = buckets.some((each) => each.bucketId === bucketId && each.isPending);
      return [{ from: wasPending ? pending(bucketId) : bucket(bucketId), to: lapsedAccount('promo'), amount }];
    }
    case 'BucketExpired': {
      const { bucketId, kind, amount } = entry.data;
      return [{ from: bucket(bucketId), to: lapsedAccount(kind), amount }];
    }
    case 'BucketExpiryReversed': {
      const { bucketId, kind, amount } = entry.data;
      return [{ from: lapsedAccount(kind), to: bucket(bucketId), amount }];
    }
    case 'AccountClosed':
      return buckets
        .filter((each) => each.isPending)
        .map(({ bucketId, remaining }) => ({
          from: pending(bucketId),
          to: lapsedAccount('promo'),
          amount: remaining,
        }));
    case 'PurchaseApproved': {
      const { bucketId, amount, paid } = entry.data;
      return [{ from: paid ? 'sales:prepaid' : 'sales:unpaid', to: bucket(bucketId), amount }];
    }
    case 'PurchaseCompleted': {
      const { bucketId, amount, isGranted } = entry.data;
      return [{ from: 'sales:prepaid', to: isGranted ? 'sales:unpaid' : bucket(bucketId), amount }];
    }
    case 'PurchaseFailed': {
      const { takenBack } = entry.data;
      if (!takenBack) return [];
      const to = 'sales:unpaid';
      return [
        { from: bucket(takenBack.bucketId), to, amount: takenBack.amount },
        { from: overdraft, to, amount: takenBack.overdraft },
      ];
    }
    case 'UsageCharged':
      return entry.data.lines.flatMap((line) => {
        const usage = usageAccount(line.product);
        return [...outOf(line.allocation, usage), { from: overdraft, to: usage, amount: line.overdraft }];
      });
    case 'UsageRefunded': {
      const usage = usageAccount(entry.data.product);
      return [{ from: usage, to: overdraft, amount: entry.data.overdraft }, ...into(entry.data.allocation, usage)];
    }
    case 'OverdraftRepaid':
      return outOf(repayers(entry.data), overdraft);
    case 'WithdrawalRequested':
      return outOf(entry.data.allocation, withdrawals);
    case 'WithdrawalRejected':
      return into(entry.data.allocation, withdrawals);
    case 'WithdrawalPaid':
      return [{ from: withdrawals, to: 'payouts', amount: entry.data.amount }];
    case 'AccountOpened':
    case 'AccountSettingsChanged':
    case 'PurchaseOpened':
    case 'PurchaseRejected':
    case 'WithdrawalApproved':
    case 'ResourceStarted':
    case 'ResourceStopped':
    case 'GraceStarted':
    case 'GraceEnded':
    case 'ServiceTerminated':
    case 'ServiceRestored':
      return [];
    default:
      return entry satisfies never;
  }
}

const repayers = ({ repayments }: EventData<'OverdraftRepaid'>): AllocationLine[] =>
  repayments.flatMap(({ from }) => [...from]);
