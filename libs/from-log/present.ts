/** An account as it is at the moment of reading, from its log: what fell due by then counts, recorded or not. */
import { atReading, balanceAt, momentOfReading, unrecordedBy } from '#domain/account/reading.js';
import { buckets } from '#projections/buckets/buckets.projection.js';
import type { AccountLog } from './account-log.js';
import { type BalanceView, balanceView } from './balance-view.js';
import type { BucketHistory } from './bucket-history.js';
import { type BucketView, bucketsAt } from './bucket-view.js';
import { burnRateOf } from './past-burn-rate.js';
import { withDue } from './rows.js';

/** Throws `account-not-found`. */
export async function presentBalance(log: AccountLog, accountId: string): Promise<BalanceView> {
  const { account, at } = await accountNow(log, accountId);
  const { revision } = account;
  return balanceView(balanceAt(account, at), await burnRateOf(log, atReading(account, at), { revision, at }));
}

/** Throws `account-not-found`. */
export async function presentBuckets(
  log: AccountLog,
  history: BucketHistory,
  accountId: string,
): Promise<{ readonly items: readonly BucketView[]; readonly revision: number }> {
  const { account, at } = await accountNow(log, accountId);
  const rows = await history.rowsAt(accountId, account.revision);
  const items = bucketsAt(withDue(buckets, rows, unrecordedBy(account, at)).values(), at);
  return { items, revision: account.revision };
}

async function accountNow(log: AccountLog, accountId: string) {
  const { account, now } = await log.current(accountId);
  return { account, at: momentOfReading(account, now) };
}
