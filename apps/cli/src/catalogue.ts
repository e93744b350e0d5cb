/** The price catalogue over HTTP. */
import { type ApiClient, accepted } from './api-client.js';
import { units } from './replay-usage/exact.js';
import type { ModelPrice, Prices } from './replay-usage/model-prices.js';

type Stated = {
  readonly input_token_price: string;
  readonly output_token_price: string;
  readonly cached_input_token_price?: string;
  readonly cache_write_token_price?: string;
  readonly reasoning_token_price?: string;
};
type Tier = Partial<Stated> & { readonly above_prompt_tokens: number };
type PricedModel = Stated & { readonly id: string; readonly tiers?: Tier[] };

export type Import = {
  /** What each model costs now, in the order in which prices were given. */
  readonly prices: readonly ModelPrice[];
  /** How many of them were written now; the others were there, at a price of their own where none is replaced. */
  readonly added: number;
};

const CONTRACT_NAMES = {
  inputTokenPrice: 'input_token_price',
  outputTokenPrice: 'output_token_price',
  cachedInputTokenPrice: 'cached_input_token_price',
  cacheWriteTokenPrice: 'cache_write_token_price',
  reasoningTokenPrice: 'reasoning_token_price',
} as const satisfies Record<keyof Prices, keyof Stated>;
const NAMES = Object.keys(CONTRACT_NAMES) as readonly (keyof Prices)[];

/** The members that are stated, under their other names. */
const renamed = <From extends string, To extends string>(
  prices: { readonly [N in From]?: string },
  names: readonly (readonly [From, To])[],
): { [N in To]?: string } =>
  Object.fromEntries(names.flatMap(([from, to]) => (prices[from] === undefined ? [] : [[to, prices[from]]]))) as never;

const outwards = NAMES.map((name) => [name, CONTRACT_NAMES[name]] as const);
const inwards = NAMES.map((name) => [CONTRACT_NAMES[name], name] as const);

const bodyOf = ({ model, tiers, ...prices }: ModelPrice): PricedModel =>
  ({
    id: model,
    ...renamed(prices, outwards),
    ...(tiers && {
      tiers: tiers.map(({ abovePromptTokens, ...tier }) => ({
        above_prompt_tokens: abovePromptTokens,
        ...renamed(tier, outwards),
      })),
    }),
  }) as PricedModel;

const priceIn = ({ id, tiers, ...prices }: PricedModel): ModelPrice =>
  ({
    model: id,
    ...renamed(prices, inwards),
    ...(tiers && {
      tiers: tiers.map(({ above_prompt_tokens: abovePromptTokens, ...tier }) => ({
        abovePromptTokens,
        ...renamed(tier, inwards),
      })),
    }),
  }) as ModelPrice;

/** As numbers: "0.5" and "0.50" are one price. */
const isSame = (a: ModelPrice, b: ModelPrice): boolean => JSON.stringify(inUnits(a)) === JSON.stringify(inUnits(b));

const inUnits = ({ tiers = [], ...prices }: ModelPrice): unknown => [
  pricesInUnits(prices),
  tiers
    .toSorted((one, other) => one.abovePromptTokens - other.abovePromptTokens)
    .map(({ abovePromptTokens, ...tier }) => [abovePromptTokens, pricesInUnits(tier)]),
];

const pricesInUnits = (prices: Partial<Prices>): unknown =>
  NAMES.map((name) => (prices[name] === undefined ? null : String(units(prices[name]))));

export async function pricesIn(api: ApiClient): Promise<ReadonlyMap<string, ModelPrice>> {
  const { items } = await accepted(api.http.GET('/v1/models'));
  return new Map(items.map((item) => [item.id, priceIn(item)]));
}

/** Brings the prices into the catalogue. A model whose price is as wanted is not written again. */
export async function importPrices(
  api: ApiClient,
  prices: readonly ModelPrice[],
  { key, replace }: { readonly key: string; readonly replace: boolean },
): Promise<Import> {
  const present = await pricesIn(api);
  const inForce: ModelPrice[] = [];
  let added = 0;
  for (const price of prices) {
    const now = present.get(price.model);
    if (now && (isSame(now, price) || !replace)) {
      inForce.push(now);
      continue;
    }
    const params = { path: { id: price.model }, header: { 'Idempotency-Key': key } };
    await accepted(api.http.PUT('/v1/models/{id}', { params, body: bodyOf(price) }));
    inForce.push(price);
    added++;
  }
  return { prices: inForce, added };
}
