/**
 * An account's entries posted one after the other, without its state: of that, postings need only which grants are
 * pending, and movements say so themselves.
 */
import { type Amount, ZERO, add, isZero, subtract } from '../money.js';
import type { Entry } from './entries.js';
import { type Posting, postingsFor } from './journal.js';
import { type Books, type Movement, movementsOf } from './movements.js';

export class PendingGrants {
  private readonly remaining: Map<string, Amount>;
  private readonly books: Books = {
    isPending: (bucketId) => this.remaining.has(bucketId),
    everyPending: () => [...this.remaining].map(([bucketId, remaining]) => ({ bucketId, remaining })),
  };

  /** `remaining`: what is left of the grants that are pending before the first entry that comes, by bucket. */
  constructor(
    private readonly accountId: string,
    remaining: Iterable<readonly [string, Amount]> = [],
  ) {
    this.remaining = new Map(remaining);
  }

  /** Without any, the account needs not be remembered. */
  get isEmpty(): boolean {
    return this.remaining.size === 0;
  }

  /** The postings of the account's next entry. */
  post(entry: Entry): readonly Posting[] {
    return postingsFor(this.move(entry), this.accountId);
  }

  /** How the account's next entry moves credits. Entries come in the order of their revisions, none left out. */
  move(entry: Entry): readonly Movement[] {
    const movements = movementsOf(entry, this.books);
    for (const { from, to, amount } of movements) {
      if (to.kind === 'pending') this.set(to.bucketId, add(this.of(to.bucketId), amount));
      if (from.kind === 'pending') this.set(from.bucketId, subtract(this.of(from.bucketId), amount));
    }
    return movements;
  }

  private of(bucketId: string): Amount {
    return this.remaining.get(bucketId) ?? ZERO;
  }

  private set(bucketId: string, remaining: Amount): void {
    if (isZero(remaining)) this.remaining.delete(bucketId);
    else this.remaining.set(bucketId, remaining);
  }
}
