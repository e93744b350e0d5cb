/**
 * The account's entries as double-entry bookkeeping: each entry is a list of postings that sum to zero.
 *
 * Signs are those of the customer's purse. A positive amount in `customers:…` is credit that the customer has, so a
 * grant adds to a bucket and takes the same from `promotions:…`; a charge takes from buckets and adds to `usage:…`.
 * Debt is a negative amount in `overdraft`. Read from our side, what stands in `sales:…`, `returns:…` and
 * `promotions:…` is negative because it was given out, and `usage:…`, `lapsed:…` and `payouts` positive because it came back.
 *
 * | ledger account | what stands there |
 * |---|---|
 * | `customers:{id}:bucket:{bucketId}` | what is left in a bucket |
 * | `customers:{id}:held:{bucketId}` | what is set aside of a bucket for holds |
 * | `customers:{id}:overdraft` | debt, zero or negative |
 * | `customers:{id}:pending:{bucketId}` | a grant that has not become effective: not part of the balance yet |
 * | `customers:{id}:withdrawals` | set aside for withdrawals that are under review |
 * | `sales:prepaid`, `sales:unpaid` | credits sold; credits of approved requests that nobody has paid for yet |
 * | `returns:{product}` | money that was paid otherwise and came back as credits |
 * | `promotions:{source}` | credits given away |
 * | `usage:{product}` | charged, less what was refunded |
 * | `lapsed:{kind}` | expired, voided or forfeited |
 * | `payouts` | withdrawn for good |
 *
 * So the buckets, what is held of them and the overdraft of a customer sum to the balance's `total` as recorded, and all accounts of all
 * customers sum to zero. Fees and prices in money are no credits and are not here.
 */
import { type Amount, isZero, negate } from '../money.js';
import type { Entry } from './entries.js';
import { type Movement, type Place, booksOf, movementsOf } from './movements.js';
import type { Account } from './state.js';

/**
 * `amount` is in credits, signed, never zero. `account` has colons between its levels; what is named by clients is
 * percent-encoded in it, so that a colon of theirs is none of ours, and nothing in a name means something to a tool
 * that reads the journal.
 */
export type Posting = { readonly account: string; readonly amount: Amount };

/** What an entry does not say of itself: whose it is, and which grants were pending just before it. */
export type Books = Pick<Account, 'accountId'> & {
  readonly buckets: readonly Pick<Account['buckets'][number], 'bucketId' | 'isPending' | 'remaining'>[];
};

/** Beside what a URL encodes: these mark postings and transactions in plain text accounting. */
export const named = (id: string): string =>
  encodeURIComponent(id).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const customer = (accountId: string): string => `customers:${named(accountId)}`;
export const bucketAccount = (accountId: string, bucketId: string): string =>
  `${customer(accountId)}:bucket:${bucketId}`;
export const heldAccount = (accountId: string, bucketId: string): string => `${customer(accountId)}:held:${bucketId}`;
export const overdraftAccount = (accountId: string): string => `${customer(accountId)}:overdraft`;
export const pendingAccount = (accountId: string, bucketId: string): string =>
  `${customer(accountId)}:pending:${bucketId}`;

/** An entry's postings, in the order in which credits move (movements.ts); none where it moves no credits. */
export const postingsOf = (entry: Entry, { accountId, buckets }: Books): readonly Posting[] =>
  postingsFor(movementsOf(entry, booksOf(buckets)), accountId);

/** The postings of an entry whose movements are known. */
export const postingsFor = (movements: readonly Movement[], accountId: string): readonly Posting[] =>
  movements.flatMap(({ from, to, amount }) =>
    isZero(amount)
      ? []
      : [
          { account: ledgerAccount(from, accountId), amount: negate(amount) },
          { account: ledgerAccount(to, accountId), amount },
        ],
  );

function ledgerAccount(place: Place, accountId: string): string {
  switch (place.kind) {
    case 'bucket':
      return bucketAccount(accountId, place.bucketId);
    case 'held':
      return heldAccount(accountId, place.bucketId);
    case 'pending':
      return pendingAccount(accountId, place.bucketId);
    case 'overdraft':
      return overdraftAccount(accountId);
    case 'withdrawals':
      return `${customer(accountId)}:withdrawals`;
    case 'payouts':
      return 'payouts';
    case 'sales':
      return place.isPaid ? 'sales:prepaid' : 'sales:unpaid';
    case 'returns':
      return `returns:${named(place.product)}`;
    case 'promotions':
      return `promotions:${place.source}`;
    case 'usage':
      return `usage:${named(place.product)}`;
    case 'lapsed':
      return `lapsed:${place.bucketKind}`;
    default:
      return place satisfies never;
  }
}
