/**
 * When running costs fall due (rules 6.12, 6.13, 7.2): at the end of a period, at the first millisecond at which what has
 * accrued exceeds the credits that may pay for it, and at the first at which the debt that running costs leave passes the
 * overdraft limit. Nothing is kept of them: credits move them with every charge, and until the next end of a period they
 * are looked for only where the credits may not last.
 */
import { type Instant, LAST_INSTANT, instant, milliseconds } from '../../messages.js';
import { type Amount, add, compare, isPositive, sum } from '../../money.js';
import type { Settings } from '../events.js';
import { overdraftLimitOf } from '../solvency/overdraft-limit.js';
import type { Account, Resource } from '../state.js';
import { isSurelyCovered, unpaidBy } from './payable.js';
import { type RunningCosts, runningCostsOf } from './running-costs.js';

export type CostFact =
  | { readonly kind: 'usedUp'; readonly at: Instant }
  | { readonly kind: 'period'; readonly at: Instant; readonly resource: Resource }
  | { readonly kind: 'overLimit'; readonly at: Instant };

/** What says when running costs are due. */
export type CostDeadlines = Pick<Account, 'buckets' | 'resources' | 'status' | 'debts' | 'paygUnlocked'> & {
  readonly settings: Pick<Settings, 'onZero' | 'overdraftLimit'>;
};

/** The earliest, up to and including `until`; null where there is none. */
export function nextCostFact(account: CostDeadlines, until: Instant = LAST_INSTANT): CostFact | null {
  const costs = runningCostsOf(account.resources);
  if (costs === null) return null;
  const { at, resource } = costs.next;
  const period: CostFact | null = at <= until ? { kind: 'period', at, resource } : null;
  const end = at <= until ? at : until;
  if (account.debts.length === 0 && isSurelyCovered(account, costs, end)) return period;
  const run = account.status === 'active' ? usedUpBy(account, costs, end) : overLimitBy(account, costs, end);
  // Of one instant the end of a period comes between the two: rule 2.32.
  if (run === null || (run.kind === 'overLimit' && run.at === period?.at)) return period;
  return run;
}

/** In grace already, nothing more would follow from it. */
function usedUpBy(account: CostDeadlines, costs: RunningCosts, end: Instant): CostFact | null {
  const at = first(costs.since, end, (then) => isPositive(unpaidBy(account, costs, then)));
  return at && { kind: 'usedUp', at };
}

function overLimitBy(account: CostDeadlines, costs: RunningCosts, end: Instant): CostFact | null {
  const at = first(costs.since, end, (then) => isOverLimit(account, unpaidBy(account, costs, then)));
  return at && { kind: 'overLimit', at };
}

/** Debt of other usage does not count: it starts grace, whatever the limit. */
export function isOverLimit(account: CostDeadlines, unpaid: Amount): boolean {
  const debts = account.debts.filter(({ isOfRunningCosts }) => isOfRunningCosts);
  return compare(add(unpaid, sum(debts.map(({ amount }) => amount))), overdraftLimitOf(account)) > 0;
}

/** The first millisecond for which something holds that goes on to hold; null where it does not hold at the end. */
function first(from: Instant, to: Instant, holds: (at: Instant) => boolean): Instant | null {
  if (!holds(to)) return null;
  if (holds(from)) return from;
  let [before, after] = [milliseconds(from), milliseconds(to)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(instant(middle))) after = middle;
    else before = middle;
  }
  return instant(after);
}
