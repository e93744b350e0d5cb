/** Debts are left and become smaller. The overdraft is always their sum. */
import { invariant } from '../../errors.js';
import { type Amount, ZERO, add, isNegative, isZero, subtract, sum } from '../../money.js';
import type { Account, Debt } from '../state.js';

/** A debt of zero is none. */
export const indebted = (account: Account, debt: Debt): Account =>
  isZero(debt.amount)
    ? account
    : { ...account, overdraft: add(account.overdraft, debt.amount), debts: [...account.debts, debt] };

/** Open debts become smaller; those that reach zero are gone. */
export function reduced(account: Account, parts: readonly { revision: number; amount: Amount }[]): Account {
  const by = new Map(parts.map((part) => [part.revision, part.amount]));
  const debts = account.debts
    .map((debt) => ({ ...debt, amount: subtract(debt.amount, by.get(debt.revision) ?? ZERO) }))
    .filter((debt) => !isZero(debt.amount));
  invariant(!debts.some((debt) => isNegative(debt.amount)), 'No debt is repaid beyond its amount');
  return { ...account, debts, overdraft: subtract(account.overdraft, sum(parts.map((part) => part.amount))) };
}
