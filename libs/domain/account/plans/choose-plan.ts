import { DomainError } from '../../errors.js';
import type { Command, Instant } from '../../messages.js';
import { command } from '../command.js';
import { requireRoomFor } from '../limits.js';
import { requireExpiryAfter } from '../promos/grant-promo.js';
import { changePlan } from './allowance.js';
import { STANDARD } from './event-table.js';
import type { CycleTerms } from './events.js';

export type ChoosePlan = Command<
  'ChoosePlan',
  {
    readonly plan: string;
    /** As the catalogue has them; of the standard plan none. */
    readonly terms?: CycleTerms;
    readonly paidUntil?: Instant;
  }
>;

/**
 * The account is on a plan from now on, with a full cycle at once, or with what was left of the plan's last cycle where that is
 * not over. The plan in force goes on as it is: only until when it is paid changes (rules 8.2, 8.4).
 */
export const choosePlan = command<ChoosePlan>('ChoosePlan', {
  decide(draft, { data }) {
    const { plan, paidUntil } = data;
    if (plan !== (draft.account.plan?.plan ?? STANDARD)) {
      if (data.terms) requireRoomFor(draft, [data.terms]);
      return changePlan(draft, data, 'chosen');
    }
    draft.add('PlanChosen', { plan, ...(paidUntil !== undefined && { paidUntil }), cause: 'chosen', isKept: true });
  },
  check({ plan, paidUntil }, now) {
    requireExpiryAfter(now, paidUntil, 'paidUntil');
    if (plan !== STANDARD || paidUntil === undefined) return;
    throw new DomainError('invalid', 'The standard plan has no end.', { field: 'paidUntil' });
  },
  bringsCreditsIn: true,
});
