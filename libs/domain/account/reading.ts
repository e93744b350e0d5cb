/**
 * What is read of an account holds for the moment of reading (spec 9): what fell due by then counts, recorded or not.
 * Whoever shows an account, its buckets or its resources asks here; nobody compares a deadline with the clock himself.
 */
import { type Instant, SYSTEM } from '../messages.js';
import { type Balance, balanceOf } from './balance.js';
import { decide } from './decider.js';
import { nextDue } from './due.js';
import type { AccountEvent } from './events.js';
import { evolve } from './evolve.js';
import type { Account } from './state.js';

/** What fell due by an instant and is not recorded yet: the entries that will say so. Nothing is written. */
export function unrecordedBy(account: Account, at: Instant): readonly AccountEvent[] {
  const next = nextDue(account);
  if (next === null || next.at > at) return [];
  return decide({ type: 'RecordDue', data: {}, now: at, origin: SYSTEM }, account);
}

/** The account as it is at an instant. Its revision is the one that is recorded: that is what the answer reflects. */
export function atReading(account: Account, at: Instant): Account {
  const due = unrecordedBy(account, at);
  return due.length === 0 ? account : { ...due.reduce(evolve, account), revision: account.revision };
}

export const balanceAt = (account: Account, at: Instant): Balance => balanceOf(atReading(account, at), at);
