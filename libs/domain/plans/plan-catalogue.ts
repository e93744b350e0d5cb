/** The plans that are on offer. One stream holds them all; each plan's idempotency keys are a scope of their own. */
import type { CycleTerms } from '../account/plans/events.js';
import { STANDARD } from '../account/plans/event-table.js';
import { checkScope } from '../account/limits.js';
import type { Scope } from '../account/events.js';
import { DomainError } from '../errors.js';
import type { Command, Decision, Event, Instant } from '../messages.js';
import { ofOneEntryEvents } from '../one-entry-events.js';
import { type Amount, ZERO, amount, divideHalfUp, isPositive, multiply, parseAmount } from '../money.js';

/** Credits a month of 30 days, given in cycles; without a cycle there is no allowance. `pricePerMonth` is in credits. */
export type PlanOffer = {
  readonly name: string;
  readonly monthlyCredits: Amount;
  readonly refreshHours: number | null;
  readonly scope: Scope | null;
  readonly pricePerMonth: Amount;
  readonly description?: string;
  readonly features?: readonly string[];
};

export type PlanDefined = Event<'PlanDefined', PlanOffer & { readonly plan: string }>;
export type DefinePlan = Command<'DefinePlan', PlanOffer & { readonly plan: string }>;

export type PlanCatalogue = {
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly plans: Readonly<Record<string, PlanOffer>>;
};

const INFERENCE: Scope = { products: ['inference'] };
const offer = (name: string, monthly: string, refreshHours: number | null, price: string): PlanOffer => ({
  name,
  monthlyCredits: amount(monthly),
  refreshHours,
  scope: refreshHours === null ? null : INFERENCE,
  pricePerMonth: amount(price),
});

/** What is on offer where no admin has changed it (rule 8.1). */
const initial: PlanCatalogue = {
  revision: 0,
  recordedAt: '0000-01-01T00:00:00.000Z' as Instant,
  plans: {
    [STANDARD]: { ...offer('Standard', '0', null, '0'), description: 'Pay as you go.' },
    professional: offer('Professional', '15', 24, '15'),
    developer: offer('Developer', '150', 8, '135'),
  },
};

export const planIn = ({ plans }: PlanCatalogue, plan: string): PlanOffer | undefined =>
  Object.hasOwn(plans, plan) ? plans[plan] : undefined;

const HOURS_A_MONTH = '720.00' as Amount;

/** What a cycle gives, rounded half-up at 18 decimals (rule 2.5); undefined where the plan has none. */
export function termsOf({ monthlyCredits, refreshHours, scope }: PlanOffer): CycleTerms | undefined {
  if (refreshHours === null) return undefined;
  const allowance = divideHalfUp(multiply(String(refreshHours), monthlyCredits), HOURS_A_MONTH, 18);
  return { allowance, refreshHours, ...(scope && { scope }) };
}

/** For whoever is on a plan that gives nothing any more: its cycles go on, a day each, with nothing in them. */
const NOTHING: CycleTerms = { allowance: ZERO, refreshHours: 24 };

/** What the accounts that are on a plan have of it from their next cycle on; undefined of a plan that is not on offer. */
export function nextTermsOf(catalogue: PlanCatalogue, plan: string): CycleTerms | undefined {
  const offered = planIn(catalogue, plan);
  return offered && (termsOf(offered) ?? NOTHING);
}

function decide(command: DefinePlan, catalogue: PlanCatalogue): Decision<PlanCatalogue, PlanDefined> {
  const { data, origin } = command;
  requireSensible(data);
  const recordedAt = command.now > catalogue.recordedAt ? command.now : catalogue.recordedAt;
  const revision = catalogue.revision + 1;
  const defined: PlanDefined = { type: 'PlanDefined', revision, recordedAt, effectiveAt: recordedAt, origin, data };
  return { events: [defined], state: evolve(catalogue, defined) };
}

function requireSensible(data: DefinePlan['data']): void {
  const { plan, monthlyCredits, refreshHours, scope } = data;
  const refuse = (field: string, message: string) => new DomainError('invalid', message, { field });
  if (scope) checkScope(scope);
  if (!isPositive(monthlyCredits)) return;
  if (plan === STANDARD) throw refuse('monthlyCredits', 'The standard plan gives no credits.');
  if (refreshHours === null) throw refuse('refreshHours', 'Credits are given in cycles of so many hours.');
  const { allowance = ZERO } = termsOf(data) ?? {};
  if (parseAmount(allowance) === null)
    throw refuse('monthlyCredits', `A cycle comes to ${allowance} credits, more than an amount may be.`);
}

function evolve(catalogue: PlanCatalogue, { revision, recordedAt, data }: PlanDefined): PlanCatalogue {
  const { plan, ...defined } = data;
  return { revision, recordedAt, plans: { ...catalogue.plans, [plan]: defined } };
}

export const planCatalogueAggregate = ofOneEntryEvents<PlanCatalogue, DefinePlan, PlanDefined>({
  category: 'plan-catalogue',
  initialState: initial,
  decide,
  evolve,
});
