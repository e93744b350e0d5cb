/** An account between two entries, with all that support wants to see of it. */
import { type Balance, balanceOf } from '#domain/account/balance.js';
import type { Account } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import { isPositive } from '#domain/money.js';
import { type BucketRow } from '#projections/buckets/bucket-row.js';
import { type BucketView, bucketsAsRecorded } from './bucket-view.js';
import type { BucketRows } from './bucket-history.js';
import { asBooked } from './past-account.js';

export type AsOf = {
  readonly account: Account;
  readonly rows: BucketRows;
  readonly balance: Balance;
};

/** As recorded: a bucket whose expiry is a later entry is still there, so that each entry's effect is its own. */
export const asOfEntry = (account: Account, rows: BucketRows, at: Instant): AsOf => ({
  account,
  rows: new Map(rows),
  balance: balanceOf(asBooked(account, at), at),
});

/** An account with more buckets is shown with those that hold something or that the entry changed. */
const MOST_BUCKETS = 200;

/** The buckets as of an entry; `other` is the account on the entry's other side. */
export function bucketsOf(asOf: AsOf, other: AsOf): readonly BucketView[] {
  const isShown = (row: BucketRow): boolean =>
    asOf.rows.size <= MOST_BUCKETS ||
    isPositive(row.remaining) ||
    isPositive(row.held) ||
    row !== other.rows.get(row.bucketId);
  return bucketsAsRecorded([...asOf.rows.values()].filter(isShown), asOf.balance.asOf);
}
