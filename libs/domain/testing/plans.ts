/** How histories try plans. */
import fc from 'fast-check';
import type { CycleTerms } from '../account/plans/events.js';
import { amount } from '../money.js';
import { type Acts, act, inTime, maybe, present, rarely, span } from './act.js';
import { planRules as rules } from './model-plans.js';
import { newTerms, plan } from './steps.js';
import type { Tested } from './tested.js';

const INFERENCE = { products: ['inference'] };
const TERMS: Readonly<Record<string, CycleTerms>> = {
  professional: { allowance: amount('0.5'), refreshHours: 24, scope: INFERENCE },
  developer: { allowance: amount('1.666666666666666667'), refreshHours: 8, scope: INFERENCE },
  anything: { allowance: amount('3'), refreshHours: 1 },
  nothing: { allowance: amount('0'), refreshHours: 24 },
};
const CHANGED: Readonly<Record<string, CycleTerms>> = {
  professional: { allowance: amount('5'), refreshHours: 12, scope: INFERENCE },
  developer: { allowance: amount('0.01'), refreshHours: 24, scope: { models: ['llama'] } },
};

const acts: Acts<'ChoosePlan' | 'ChangePlanTerms'> = {
  ChoosePlan: act({
    weight: 3,
    fields: fc.record({
      plan: fc.constantFrom('standard', ...Object.keys(TERMS), 'professional'),
      until: maybe(span, 3),
    }),
    data: ({ plan, until }, { now }) => {
      const terms = TERMS[plan];
      return { plan, ...(terms && { terms }), ...present({ paidUntil: inTime(now, until) }) };
    },
  }),
  ChangePlanTerms: act({
    weight: 2,
    fields: fc.record({ plan: fc.constantFrom(...Object.keys(CHANGED)), isBack: fc.boolean(), isAny: rarely }),
    data: ({ plan, isBack, isAny }, { model }) => {
      const own = model.plan?.name ?? '';
      const name = own in CHANGED && !isAny ? own : plan;
      return { plan: name, terms: (isBack ? TERMS[name] : CHANGED[name]) as CycleTerms };
    },
  }),
};

/** What tests know of its commands. */
export const plans: Tested<'ChoosePlan' | 'ChangePlanTerms'> = {
  ChoosePlan: {
    act: acts.ChoosePlan,
    rule: rules.ChoosePlan,
    example: { given: [], when: plan('standard'), writes: 'PlanChosen' },
  },
  ChangePlanTerms: {
    act: acts.ChangePlanTerms,
    rule: rules.ChangePlanTerms,
    example: { given: [plan('professional')], when: newTerms('professional', '1'), writes: 'PlanTermsChanged' },
  },
};
