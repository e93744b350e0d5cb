import type { AccountRows } from './fold.js';

/** Of heap, roughly. An account with usage in five minutes of the last hour was measured at 3.8 kB, this counts 4. */
const MOST_BYTES = 64_000_000;
/** What a row takes beside the text that was written of it lately. */
const BYTES_PER_ROW = 300;

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
    const size = written + count * BYTES_PER_ROW;
    this.accounts.set(accountId, { rows, size });
    this.size += size;
    for (const oldest of this.accounts.keys()) {
      if (this.size <= MOST_BYTES) return;
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
