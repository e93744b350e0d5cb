/**
 * Balances that were computed of rows lately, with the time before which nothing about them depends on the moment of
 * reading. Whoever reads again asks Redis whether the rows are those, instead of for the rows.
 */
import { LRUCache } from 'lru-cache';
import type { Instant } from '#domain/messages.js';
import type { RowsMark } from '#read-models/reader/queries.js';
import type { BalanceView } from '#from-log/balance-view.js';

/** At some 1 kB each. */
const ACCOUNTS_KEPT = 20_000;

/** What is shown from an instant on, and before another. */
export type PreparedBalance = {
  readonly mark: RowsMark;
  readonly from: Instant;
  readonly until: Instant;
  readonly view: Pick<BalanceView, keyof BalanceView>;
};

export class PreparedBalances {
  private readonly all = new LRUCache<string, PreparedBalance>({ max: ACCOUNTS_KEPT });

  /** Undefined where none holds at that instant. */
  at(accountId: string, now: Instant): PreparedBalance | undefined {
    const prepared = this.all.get(accountId);
    return prepared && prepared.from <= now && now < prepared.until ? prepared : undefined;
  }

  keep(accountId: string, prepared: PreparedBalance): void {
    this.all.set(accountId, prepared);
  }
}
