/** The prices of models, over time. One stream holds them all; each model's idempotency keys are a scope of their own. */
import { DomainError } from '../errors.js';
import type { Aggregate, Command, Decision, Event, Instant } from '../messages.js';
import { type Amount, hasDecimals } from '../money.js';

/** Credits per token, at most 12 decimals; 0 is a price. */
export type TokenPrices = { readonly inputTokenPrice: Amount; readonly outputTokenPrice: Amount };

/** In force from the event's time of effect on. */
export type ModelPriced = Event<'ModelPriced', TokenPrices & { readonly model: string }>;
export type CatalogueEvent = ModelPriced;
export type PriceModel = Command<'PriceModel', TokenPrices & { readonly model: string }>;

type Price = TokenPrices & { readonly from: Instant };

export type Catalogue = {
  readonly revision: number;
  readonly recordedAt: Instant;
  /** By model, oldest price first. */
  readonly prices: Readonly<Record<string, readonly Price[]>>;
};

const empty: Catalogue = { revision: 0, recordedAt: '0000-01-01T00:00:00.000Z' as Instant, prices: {} };

/** The price at usage time; usage before a model's first price takes that price. Null for a model without a price. */
export function priceAt({ prices }: Catalogue, model: string, usedAt: Instant): TokenPrices | null {
  const history = Object.hasOwn(prices, model) ? (prices[model] ?? []) : [];
  const price = history.findLast(({ from }) => from <= usedAt) ?? history[0];
  if (!price) return null;
  return { inputTokenPrice: price.inputTokenPrice, outputTokenPrice: price.outputTokenPrice };
}

function decide(command: PriceModel, catalogue: Catalogue): Decision<Catalogue, CatalogueEvent> {
  const { data, origin } = command;
  for (const field of ['inputTokenPrice', 'outputTokenPrice'] as const) {
    if (!hasDecimals(data[field], 12)) throw new DomainError('invalid', `${field} has at most 12 decimals.`, { field });
  }
  const recordedAt = command.now > catalogue.recordedAt ? command.now : catalogue.recordedAt;
  const revision = catalogue.revision + 1;
  const priced: ModelPriced = { type: 'ModelPriced', revision, recordedAt, effectiveAt: recordedAt, origin, data };
  return { events: [priced], state: evolve(catalogue, priced) };
}

function evolve(catalogue: Catalogue, event: CatalogueEvent): Catalogue {
  const { model, ...prices } = event.data;
  const history = Object.hasOwn(catalogue.prices, model) ? (catalogue.prices[model] ?? []) : [];
  return {
    revision: event.revision,
    recordedAt: event.recordedAt,
    prices: { ...catalogue.prices, [model]: [...history, { ...prices, from: event.effectiveAt }] },
  };
}

export const catalogueAggregate: Aggregate<Catalogue, PriceModel, CatalogueEvent> = {
  category: 'price-catalogue',
  initialState: empty,
  revisionOf: (catalogue) => catalogue.revision,
  decide,
  evolve,
  evolveAll: (state, events) => events.reduce(evolve, state),
  isDueFact: () => false,
  entriesOf: (event) => [event],
  marksOf: () => ({}),
  pack: (events) => events,
};
