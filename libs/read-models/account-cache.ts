import type { AccountRows } from './fold.js';

/** Characters of rows; measured with 10,000 accounts, the process stays below 270 MB. */
const MOST_CHARACTERS = 20_000_000;
/** What a row counts for that was not written lately. */
const CHARACTERS_PER_ROW = 300;

/** Rows of the accounts that had events lately. Losing any of it costs a look into Redis. */
export class AccountCache {
  private readonly accounts = new Map<string, { readonly rows: AccountRows; readonly size: number }>();
  private size = 0;

  get(accountId: string): AccountRows | undefined {
    return this.accounts.get(accountId)?.rows;
  }

  /** `written`: characters of the rows that changed just now. */
  set(accountId: string, rows: AccountRows, written: number): void {
    this.delete(accountId);
    let count = 0;
    for (const known of rows.of.values()) count += known.rows.size + known.lookedUp.size;
    const size = written + count * CHARACTERS_PER_ROW;
    this.accounts.set(accountId, { rows, size });
    this.size += size;
    for (const oldest of this.accounts.keys()) {
      if (this.size <= MOST_CHARACTERS) return;
      this.delete(oldest);
    }
  }

  delete(accountId: string): void {
    const known = this.accounts.get(accountId);
    if (!known) return;
    this.accounts.delete(accountId);
    this.size -= known.size;
  }
}
