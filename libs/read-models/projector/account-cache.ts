import { LRUCache } from 'lru-cache';
import type { AccountRows } from '../projection/fold.js';

/** Of heap, roughly. An account with usage in five minutes of the last hour was measured at 3.8 kB, this counts 4. */
const MOST_BYTES = 64_000_000;
/** What a row takes beside the text that was written of it lately. */
const BYTES_PER_ROW = 300;
/** What an account takes beside its rows: their numbers, and where they stand. */
const BYTES_PER_ACCOUNT = 400;

/** Rows of the accounts that had events lately. Losing any of it costs a look into Redis. */
export class AccountCache {
  private readonly accounts = new LRUCache<string, AccountRows>({ maxSize: MOST_BYTES });

  get(accountId: string): AccountRows | undefined {
    return this.accounts.get(accountId);
  }

  /** `written`: characters of the rows that changed just now. */
  set(accountId: string, rows: AccountRows, written: number): void {
    let count = 0;
    for (const known of rows.of.values()) count += known.rows.size + known.lookedUp.size;
    this.accounts.set(accountId, rows, { size: written + count * BYTES_PER_ROW + BYTES_PER_ACCOUNT });
  }

  delete(accountId: string): void {
    this.accounts.delete(accountId);
  }
}
