/** Usage that the plan in force may pay does not go into overdraft: access pauses until the next allowance (rule 8.3). */
import type { Instant } from '../../messages.js';
import { isPositive } from '../../money.js';
import { type Usage, covers } from '../buckets.js';
import type { Account } from '../state.js';
import { allowanceAt } from './allowance.js';

/** `isInForce`: by the account's setting. `resumesAt`: the next refresh, null where the plan ends before. */
export type Pause = { readonly isInForce: boolean; readonly resumesAt: Instant | null };

/** Null where the plan in force, if any, may not pay for the usage. */
export function pauseOf(account: Account, usage: Usage, at: Instant): Pause | null {
  const { plan, settings } = account;
  if (!plan || !isPositive(plan.allowance) || usage.usedAt < plan.since || !covers(plan.scope, usage)) return null;
  const refreshesAt = allowanceAt(account, at)?.expiresAt ?? null;
  const endsFirst = refreshesAt !== null && plan.paidUntil !== undefined && plan.paidUntil <= refreshesAt;
  return { isInForce: settings.planOverage === 'pause', resumesAt: endsFirst ? null : refreshesAt };
}
