/** The prices of models, over time. One stream holds them all; each model's idempotency keys are a scope of their own. */
import { DomainError } from '../errors.js';
import { type Command, type Decision, type Event, FIRST_INSTANT, type Instant } from '../messages.js';
import { ofOneEntryEvents } from '../one-entry-events.js';
import { type Amount, hasDecimals } from '../money.js';
import type { ModelPrices, PriceTier, TokenPrices } from './prices.js';

/** In force from the event's time of effect on: when it was recorded, or `effectiveFrom`. */
export type ModelPriced = Event<'ModelPriced', ModelPrices & { readonly model: string }>;
export type CatalogueEvent = ModelPriced;
export type PriceModel = Command<
  'PriceModel',
  ModelPrices & {
    readonly model: string;
    /** In the future, or in the past for usage that has not been charged yet. Absent: now. */
    readonly effectiveFrom?: Instant;
  }
>;

export type DatedPrices = { readonly prices: ModelPrices; readonly from: Instant };

export type Catalogue = {
  readonly revision: number;
  readonly recordedAt: Instant;
  /** By model; the earliest first, of one instant in the order in which they were put. */
  readonly prices: Readonly<Record<string, readonly DatedPrices[]>>;
};

const empty: Catalogue = { revision: 0, recordedAt: FIRST_INSTANT, prices: {} };

/** All prices that a model ever had or will have; the earliest first. */
export const historyOf = ({ prices }: Catalogue, model: string): readonly DatedPrices[] =>
  Object.hasOwn(prices, model) ? (prices[model] ?? []) : [];

/**
 * The prices at usage time (rule 2.24): the latest that began by then, of those that begin together the last that was put;
 * usage before all of them takes the earliest, future ones included. Null for a model without a price.
 */
export function priceAt(catalogue: Catalogue, model: string, usedAt: Instant): DatedPrices | null {
  const history = historyOf(catalogue, model);
  const earliest = history[0]?.from;
  if (earliest === undefined) return null;
  const by = usedAt > earliest ? usedAt : earliest;
  return history.findLast(({ from }) => from <= by) ?? null;
}

const PRICES = [
  'inputTokenPrice',
  'outputTokenPrice',
  'cachedInputTokenPrice',
  'cacheWriteTokenPrice',
  'reasoningTokenPrice',
] as const satisfies readonly (keyof TokenPrices)[];

function requirePrices(prices: Partial<TokenPrices>, prefix = ''): void {
  for (const name of PRICES) requireDecimals(prices[name], prefix + name);
  for (const [name, price] of Object.entries(prices.unitPrices ?? {})) {
    requireDecimals(price, `${prefix}unitPrices.${name}`);
  }
}

function requireDecimals(price: Amount | undefined, field: string): void {
  if (price === undefined || hasDecimals(price, 12)) return;
  throw new DomainError('invalid', `${field} has at most 12 decimals.`, { field });
}

function requireDistinct(tiers: readonly PriceTier[]): void {
  if (new Set(tiers.map(({ abovePromptTokens }) => abovePromptTokens)).size === tiers.length) return;
  throw new DomainError('invalid', 'tiers must each begin above another number of tokens.', { field: 'tiers' });
}

function decide(command: PriceModel, catalogue: Catalogue): Decision<Catalogue, CatalogueEvent> {
  const { origin } = command;
  const { effectiveFrom, ...data } = command.data;
  const { tiers = [] } = data;
  requirePrices(data);
  for (const [nth, tier] of tiers.entries()) requirePrices(tier, `tiers[${nth}].`);
  requireDistinct(tiers);
  const recordedAt = command.now > catalogue.recordedAt ? command.now : catalogue.recordedAt;
  const revision = catalogue.revision + 1;
  const effectiveAt = effectiveFrom ?? recordedAt;
  const priced: ModelPriced = { type: 'ModelPriced', revision, recordedAt, effectiveAt, origin, data };
  return { events: [priced], state: evolve(catalogue, priced) };
}

function evolve(catalogue: Catalogue, event: CatalogueEvent): Catalogue {
  const { model, ...prices } = event.data;
  const history = historyOf(catalogue, model);
  const place = history.findLastIndex(({ from }) => from <= event.effectiveAt) + 1;
  const dated = { prices, from: event.effectiveAt };
  return {
    revision: event.revision,
    recordedAt: event.recordedAt,
    prices: { ...catalogue.prices, [model]: history.toSpliced(place, 0, dated) },
  };
}

export const catalogueAggregate = ofOneEntryEvents<Catalogue, PriceModel, CatalogueEvent>({
  category: 'price-catalogue',
  initialState: empty,
  decide,
  evolve,
});
