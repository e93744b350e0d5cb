/** Recharges are opened and given up at the end of decisions (rules 4.20 to 4.22). */
import { add, compare } from '../../money.js';
import { availableAt } from '../buckets.js';
import type { Draft } from '../draft.js';
import type { Entry } from '../events.js';
import { hasRoomFor } from '../limits.js';
import { feeOf } from '../purchases/fees.js';
import type { Account, AutoRecharge } from '../state.js';
import { monthOf, openedIn } from './recharge.js';

const MOST_FAILURES_IN_A_ROW = 3;

/** `written`: what the decision has written so far, on the account as it was `before`. */
export function followUpRecharge(draft: Draft, before: Account, written: readonly Entry[]): void {
  const { autoRecharge, status } = draft.account;
  if (!autoRecharge?.terms.enabled || status === 'closed' || written.length === 0) return;
  // After a failure the next decision opens the next one: there is time to see why.
  if (written.some((entry) => isFailedRecharge(entry, before))) return giveUpIfHopeless(draft, autoRecharge);
  if (isDue(draft, autoRecharge)) open(draft, autoRecharge);
}

const isFailedRecharge = (entry: Entry, { purchases }: Account): boolean =>
  entry.type === 'PurchaseFailed' && purchases[entry.data.purchaseId]?.isAutoRecharge === true;

function giveUpIfHopeless(draft: Draft, { failures }: AutoRecharge): void {
  if (failures >= MOST_FAILURES_IN_A_ROW) draft.add('AutoRechargeDisabled', { failures });
}

function isDue(draft: Draft, recharge: AutoRecharge): boolean {
  const { threshold, amount, monthlyLimit } = recharge.terms;
  const isInFlight = Object.values(draft.account.purchases).some(({ isAutoRecharge }) => isAutoRecharge);
  if (isInFlight || compare(availableAt(draft.account, draft.at), threshold) > 0) return false;
  const inMonth = add(openedIn(recharge, monthOf(draft.effectiveAt)), amount);
  if (monthlyLimit !== undefined && compare(inMonth, monthlyLimit) > 0) return false;
  return hasRoomFor(draft, [{}]);
}

function open(draft: Draft, { terms: { amount, paymentMethod } }: AutoRecharge): void {
  const fee = feeOf(amount, paymentMethod);
  const purchaseId = draft.newId('pur');
  const total = add(amount, fee);
  draft.add('PurchaseOpened', { purchaseId, amount, fee, total, paymentMethod, isAutoRecharge: true });
}
