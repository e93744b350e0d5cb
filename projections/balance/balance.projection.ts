/**
 * The account as its own rules fold it, so that a balance is computed for the moment of reading from the buckets'
 * dates, and what is due is what the decider will find due.
 */
import { nextDue } from '#domain/account/due.js';
import { evolve } from '#domain/account/evolve.js';
import { type Account, unopened } from '#domain/account/state.js';
import { milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';

/** The one row. */
export const ACCOUNT = 'account';
/** Accounts by the time of their earliest deadline (ms): what the process manager lives on. */
export const DUE = 'due';

const dueAt = (account: Account): number | null => {
  const next = nextDue(account);
  return next && milliseconds(next.at);
};

export const balance: Projection<Account, never> = {
  name: 'balance',
  version: 2,
  keys: () => [ACCOUNT],
  evolve: (rows, event) => ({ rows: new Map([[ACCOUNT, evolve(rows.get(ACCOUNT) ?? unopened, event)]]) }),
  indexes: { [DUE]: dueAt },
};
