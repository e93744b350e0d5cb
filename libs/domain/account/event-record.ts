/** What is known of an event type beside its shape: a feature gives one record for each of its events, in its event table. */
import type { Event, Marks } from '../messages.js';
import type { Account } from './state.js';
import type { Charge } from './usage/events.js';

/** What is read out of entries beside the account: a closed table each (meanings.ts). */
export type MeaningTable =
  | 'movements'
  | 'notifications'
  /** How an account's owner reads it in the history. */
  | 'transactions'
  /** What a replay says of what an entry settled, and of what no member of the account shows. */
  | 'outcomes'
  | 'sentences'
  | 'accounts'
  | 'allowances'
  | 'burnRate'
  | 'holds'
  | 'plans'
  | 'purchases'
  | 'resources'
  | 'usage'
  | 'withdrawals';

export type EventRecord<E extends Event> = {
  /** The account after it. Pure; revision and recorded time are counted on by `evolve`. */
  readonly fold: (account: Account, event: E) => Account;
  /** The ids of what the entry makes: transactions, buckets, purchases, withdrawals, holds (ids.ts). */
  readonly makes: (data: E['data']) => readonly string[];
  /** The tables that have a row for it: none beside these may, and none of these can do without. */
  readonly rowsIn: readonly MeaningTable[];
  /** Whether grace may start after it (rule 6.2): it took away what could be spent, or left debt. */
  readonly takesCredits: boolean | ((data: E['data'], before: Account) => boolean);
  /** What a later decision finds the entry by, however old it is, where one searches for it. */
  readonly marks?: (data: E['data']) => Marks;
  /** Usage that it charges: what is explained, refunded and summed up as charges are. */
  readonly charges?: (event: E) => readonly Charge[];
  /** The first entry of a fact that fell due: an append may be cut before it. */
  readonly beginsDueFact?: boolean | ((data: E['data']) => boolean);
};

/** Closed: an event without a record, or a record without an event, does not compile. */
export type EventTable<E extends Event> = { readonly [T in E['type']]: EventRecord<Extract<E, { type: T }>> };

export const nothing = (): readonly string[] => [];
