/** What a plan gives and how much of it is used, at an instant (rule 8.5). */
import type { Instant } from '../../messages.js';
import { type Amount, ZERO, divideHalfUp, isZero, multiply, subtract } from '../../money.js';
import type { Account } from '../state.js';
import { allowanceAt } from './allowance.js';
import { STANDARD } from './event-table.js';

/** Of the cycle that runs. `resetsAt`: when the next one begins, or the plan ends, where that comes first. */
export type Quota = {
  readonly plan: string;
  readonly paidUntil: Instant | null;
  readonly allowance: Amount;
  readonly used: Amount;
  readonly usedPercent: Amount;
  readonly remaining: Amount;
  readonly resetsAt: Instant | null;
};

export function quotaOf(account: Account, at: Instant): Quota {
  const { plan = STANDARD, paidUntil = null } = account.plan ?? {};
  const bucket = allowanceAt(account, at);
  const allowance = bucket?.cycles?.amount ?? ZERO;
  const remaining = bucket?.remaining ?? ZERO;
  const used = subtract(subtract(allowance, remaining), bucket?.held ?? ZERO);
  const usedPercent = isZero(allowance) ? ZERO : divideHalfUp(multiply('100', used), allowance, 2);
  const ends = bucket?.expiresAt ?? null;
  const resetsAt = ends !== null && paidUntil !== null && paidUntil < ends ? paidUntil : ends;
  return { plan, paidUntil, allowance, used, usedPercent, remaining, resetsAt };
}
