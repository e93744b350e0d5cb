/** What an account keeps of its recharges: the terms, the failures in a row, and what the month has used of its limit. */
import { FIRST_INSTANT, type Instant } from '../../messages.js';
import { type Amount, ZERO, add, subtract } from '../../money.js';
import type { Account, AutoRecharge } from '../state.js';
import type { RechargeTerms } from './events.js';

/** A calendar month in UTC: `2026-01`. */
export const monthOf = (at: Instant): string => at.slice(0, 7);

export const openedIn = ({ month, openedInMonth }: AutoRecharge, now: string): Amount =>
  month === now ? openedInMonth : ZERO;

/** A new setting starts the count of failures afresh, not the month. */
export const configured = (account: Account, terms: RechargeTerms): Account => {
  const { month = monthOf(FIRST_INSTANT), openedInMonth = ZERO } = account.autoRecharge ?? {};
  return { ...account, autoRecharge: { terms, failures: 0, month, openedInMonth } };
};

export const disabled = (account: Account): Account =>
  changed(account, (recharge) => ({ ...recharge, terms: { ...recharge.terms, enabled: false } }));

export const opened = (account: Account, amount: Amount, at: Instant): Account =>
  changed(account, (recharge) => {
    const month = monthOf(at);
    return { ...recharge, month, openedInMonth: add(openedIn(recharge, month), amount) };
  });

/** There is one in flight at most: the one that failed is the last that was opened, and its month the one that counts. */
export const failed = (account: Account, amount: Amount): Account =>
  changed(account, (recharge) => ({
    ...recharge,
    failures: recharge.failures + 1,
    openedInMonth: subtract(recharge.openedInMonth, amount),
  }));

/** A completed purchase, of whatever kind, starts the count of failures afresh. */
export const withoutFailures = (account: Account): Account =>
  changed(account, (recharge) => (recharge.failures === 0 ? recharge : { ...recharge, failures: 0 }));

const changed = (account: Account, to: (recharge: AutoRecharge) => AutoRecharge): Account =>
  account.autoRecharge === undefined ? account : { ...account, autoRecharge: to(account.autoRecharge) };
