/**
 * What is read of an account holds for the moment of reading (rule 9.1): what fell due by then counts, recorded or not.
 * Whoever shows an account, its buckets or its resources asks here; nobody compares a deadline with the clock himself.
 */
import type { Instant } from '../messages.js';
import { type Balance, balanceOf } from './balance.js';
import { withDue } from './decider.js';
import { nextDue } from './due.js';
import type { Entry } from './entries.js';
import type { Account } from './state.js';

/** What fell due by an instant and is not recorded yet: the entries that will say so. Nothing is written. */
export const unrecordedBy = (account: Account, at: Instant): readonly Entry[] =>
  isUpToDate(account, at) ? [] : withDue(account, at).events;

/** The account as it is at an instant. Its revision is the one that is recorded: that is what the answer reflects. */
export const atReading = (account: Account, at: Instant): Account =>
  isUpToDate(account, at) ? account : { ...withDue(account, at).account, revision: account.revision };

function isUpToDate(account: Account, at: Instant): boolean {
  const next = nextDue(account);
  return next === null || next.at > at;
}

/** When that is: by no clock before what is recorded. */
export const momentOfReading = ({ recordedAt }: Pick<Account, 'recordedAt'>, now: Instant): Instant =>
  now > recordedAt ? now : recordedAt;

export const balanceAt = (account: Account, at: Instant): Balance => balanceOf(atReading(account, at), at);
