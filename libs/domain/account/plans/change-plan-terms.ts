import type { Command } from '../../messages.js';
import { command } from '../command.js';
import { allowanceAt } from './allowance.js';
import type { CycleTerms } from './events.js';

/** Requested by the product itself, for every account that is on a plan whose terms have changed in the catalogue. */
export type ChangePlanTerms = Command<'ChangePlanTerms', { readonly plan: string; readonly terms: CycleTerms }>;

/** Nothing happens where the account is on another plan by now, or has these terms. They hold from the next cycle on. */
export const changePlanTerms = command<ChangePlanTerms>('ChangePlanTerms', {
  decide(draft, { data: { plan, terms } }) {
    const current = draft.account.plan;
    if (current?.plan !== plan || areSame(current.next ?? current, terms)) return;
    const from = allowanceAt(draft.account, draft.at)?.expiresAt ?? draft.effectiveAt;
    draft.add('PlanTermsChanged', { plan, terms, from });
  },
  bringsCreditsIn: false,
});

export const areSame = (one: CycleTerms, other: CycleTerms): boolean =>
  one.allowance === other.allowance &&
  one.refreshHours === other.refreshHours &&
  JSON.stringify(one.scope) === JSON.stringify(other.scope);
