/**
 * Accrued cost comes first (rule 7.3). Where a decision would leave less than running periods have accrued, these are
 * charged up to its instant, as a decision of their own, before it is made. So they are where credits come in that
 * pay for nothing used before.
 */
import { DomainError } from '../../errors.js';
import { type Instant, SYSTEM, nothingKnown } from '../../messages.js';
import { type Amount, compare, isPositive, isZero } from '../../money.js';
import { take } from '../bucket-changes.js';
import { type Usage, allocate } from '../buckets.js';
import { Draft } from '../draft.js';
import type { Entry } from '../events.js';
import { tookCredits } from '../event-table.js';
import { grantsOf } from '../movements.js';
import { chargeRunning } from '../resources/charge-running.js';
import { isOverLimit } from '../resources/cost-deadlines.js';
import { isCovered, isSurelyCovered, unpaidBy } from '../resources/payable.js';
import { accruedIn, runningCostsOf } from '../resources/running-costs.js';
import type { Account } from '../state.js';
import { makeDecision } from './solvency.js';

type Options = {
  /** A termination is due: credits that come in before it pay from then on, so that it may fall away (rule 2.33). */
  readonly isBeforeTermination?: boolean;
};

/** As `makeDecision`, which it is for whoever runs nothing that costs. */
export function makeDecisionAfterAccrued(draft: Draft, decide: () => void, options: Options = {}): void {
  if (runningCostsOf(draft.account.resources) === null) return makeDecision(draft, decide);
  const before = draft.account;
  const mark = draft.mark();
  const refusal = refusalOf(() => makeDecision(draft, decide));
  if (refusal === null && leavesEnough(draft, before, draft.events.slice(mark.events), options)) return;
  if (isZero(accruedIn(before, draft.at))) {
    if (refusal) throw refusal;
    return;
  }
  draft.backTo(mark);
  const { at, effectiveAt, origin } = draft;
  // It is no part of a command that has not been decided; what follows one goes by its key.
  const isAfterCommand = origin.key !== undefined && hasKey(draft, origin.key);
  Object.assign(draft, { effectiveAt: at, origin: isAfterCommand ? origin : SYSTEM });
  makeDecision(draft, () => chargeRunning(draft));
  Object.assign(draft, { effectiveAt, origin });
  makeDecision(draft, decide);
}

/** The account that a charge would be decided on: where it would leave too little, what has accrued is charged before. */
export function accountToCharge(account: Account, usage: Usage, amount: Amount, at: Instant): Account {
  const costs = runningCostsOf(account.resources);
  if (costs === null) return account;
  const { lines, shortfall } = allocate(account, usage, amount);
  const leavesEnough = isZero(shortfall) && isCovered(take(account, lines, at), costs, at);
  return leavesEnough ? account : withAccruedCharged(account, at);
}

/** The account with all running time charged up to an instant. Nothing is written. */
export function withAccruedCharged(account: Account, at: Instant): Account {
  if (runningCostsOf(account.resources) === null) return account;
  const draft = new Draft(account, at, SYSTEM, nothingKnown);
  makeDecision(draft, () => chargeRunning(draft));
  return draft.account;
}

const hasKey = ({ events }: Draft, key: string): boolean => events.some(({ origin }) => origin.key === key);

function refusalOf(decide: () => void): DomainError | null {
  try {
    decide();
    return null;
  } catch (problem) {
    if (problem instanceof DomainError) return problem;
    throw problem;
  }
}

function leavesEnough(
  { account, at }: Draft,
  before: Account,
  written: readonly Entry[],
  { isBeforeTermination = false }: Options,
): boolean {
  const costs = runningCostsOf(account.resources);
  // Service ended in it: what was owed for running time by then belongs before it.
  if (costs === null) return account.status !== 'suspended';
  if (!isBeforeTermination && written.some(bringsBoundCredits)) return false;
  const mayPassLimit = account.debts.length > 0 && written.some(({ type }) => type === 'AccountSettingsChanged');
  if (!mayPassLimit && isSurelyCovered(account, costs, at)) return true;
  const unpaid = unpaidBy(account, costs, at);
  if (mayPassLimit && isOverLimit(account, unpaid)) return false;
  if (!isPositive(unpaid)) return true;
  const took = account.status === 'active' || written.some((entry) => tookCredits(entry, before));
  return !took && compare(unpaid, unpaidBy(before, costs, at)) <= 0;
}

/** Promo and allowances pay for nothing from before they became effective (rule 2.13): that is charged without them. */
const bringsBoundCredits = (entry: Entry): boolean =>
  entry.type === 'BucketActivated' ||
  (entry.type !== 'UsageCharged' && grantsOf(entry).some(({ kind, isPending }) => kind !== 'prepaid' && !isPending));
