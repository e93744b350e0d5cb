/** Rule 9.9: what stands in every ledger account at a cut. */
import { type Amount, ZERO, add, isZero } from '#domain/money.js';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import type { LedgerCut } from './ledger-cut.js';
import { postedEntries } from './posted-entries.js';

export type LedgerBalances = {
  /** By name, in no order; none is zero. */
  readonly balances: ReadonlyMap<string, Amount>;
  /** Of the last event that counts; null where there is none. */
  readonly position: Position | null;
};

export async function balancesAt(store: EventStore, cut: LedgerCut): Promise<LedgerBalances> {
  const balances = new Map<string, Amount>();
  let last: Position | null = null;
  for await (const { postings, position } of postedEntries(store, cut)) {
    last = position;
    for (const { account, amount } of postings) {
      const balance = add(balances.get(account) ?? ZERO, amount);
      if (isZero(balance)) balances.delete(account);
      else balances.set(account, balance);
    }
  }
  return { balances, position: last };
}
