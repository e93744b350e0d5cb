/**
 * What an account's balance is computed from, at the moment of reading, and when something is due next. The domain's own
 * fold moves it, so that what is due here is what the decider will find due.
 */
import { nextDue } from '#domain/account/due.js';
import type { Entry } from '#domain/account/entries.js';
import { evolve, recorded } from '#domain/account/evolve.js';
import { unopened } from '#domain/account/state.js';
import { milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';
import { AMOUNTS, balanceParts, hasSameTerms } from './balance-parts.js';
import { type BalanceRow, rowAfter, rowOf } from './balance-row.js';

/** The one row. */
export const ACCOUNT = 'account';
/** Accounts by the time of their earliest deadline (ms): what the process manager lives on. */
export const DUE = 'due';

const dueAt = (row: BalanceRow): number | null => {
  const next = nextDue(row);
  return next && milliseconds(next.at);
};

function moved(row: BalanceRow, entry: Entry): BalanceRow {
  // The terms of a withdrawal under review are not in the row, and its approval changes nothing else.
  return entry.type === 'WithdrawalApproved' ? recorded(row, entry) : rowAfter(evolve(row, entry), row);
}

const UNOPENED = rowOf(unopened);

export const balance: Projection<BalanceRow, never> = {
  of: 'account',
  name: 'balance',
  version: 6,
  keys: () => [ACCOUNT],
  evolve(rows, entry) {
    const before = rows.get(ACCOUNT) ?? UNOPENED;
    const after = moved(before, entry);
    rows.set(ACCOUNT, after, hasSameTerms(after, before) ? AMOUNTS : undefined);
  },
  indexes: { [DUE]: dueAt },
  parts: balanceParts,
};
