/** Current prices of models, as the npm package @pydantic/genai-prices carries them. */
import { calcPrice, findProvider } from '@pydantic/genai-prices';
import { DECIMALS, decimal } from './exact.js';

/** Credits per token, at most 12 decimals; one credit is one US dollar. What is absent has its default. */
export type Prices = {
  readonly inputTokenPrice: string;
  readonly outputTokenPrice: string;
  readonly cachedInputTokenPrice?: string;
  readonly cacheWriteTokenPrice?: string;
  readonly reasoningTokenPrice?: string;
};
/** Of requests whose prompt exceeds so many tokens. */
export type PriceTier = Partial<Prices> & { readonly abovePromptTokens: number };
export type ModelPrice = Prices & { readonly model: string; readonly tiers?: readonly PriceTier[] };

const PRICE_DECIMALS = 12;
const MILLION = 6;

/**
 * The price of one token, exact, where a million cost `perMillion`; null where that takes more than 12 decimals. The
 * package's numbers are doubles of short decimals: 0.18000000000000002 is what arithmetic left of 0.18.
 */
export function perToken(perMillion: number): string | null {
  if (!Number.isFinite(perMillion) || perMillion < 0) return null;
  const short = Number(perMillion.toPrecision(PRICE_DECIMALS));
  const [coefficient = '', exponent = ''] = short.toExponential().split('e');
  const [whole = '', fraction = ''] = coefficient.split('.');
  const zeros = Number(exponent) - MILLION + PRICE_DECIMALS - fraction.length;
  if (zeros < 0) return null;
  return decimal(BigInt(whole + fraction) * 10n ** BigInt(zeros + DECIMALS - PRICE_DECIMALS));
}

/** What the package says of `provider`'s models today. Models that it can't price by tokens are left out. */
export function pricesOf(provider: string, at: Date): readonly ModelPrice[] {
  const found = findProvider({ providerId: provider });
  if (!found) throw new RangeError(`@pydantic/genai-prices knows no provider ${provider}`);
  return found.models.flatMap(({ id }) => priceOf(provider, id, at) ?? []);
}

/** What several providers charge. Of a model that more than one of them has, the one that is named first. */
export function pricesOfAll(providers: readonly string[], at: Date): readonly ModelPrice[] {
  const prices = new Map<string, ModelPrice>();
  for (const price of providers.flatMap((provider) => pricesOf(provider, at)))
    if (!prices.has(price.model)) prices.set(price.model, price);
  return [...prices.values()];
}

/** What the package calls them. */
const NAMES = {
  inputTokenPrice: 'input_mtok',
  outputTokenPrice: 'output_mtok',
  cachedInputTokenPrice: 'cache_read_mtok',
  cacheWriteTokenPrice: 'cache_write_mtok',
  reasoningTokenPrice: 'output_reasoning_mtok',
} as const satisfies Record<keyof Prices, string>;
type PriceName = keyof Prices;

/** Null where the package has no price per token for the model, or one that takes more than 12 decimals. */
export function priceOf(provider: string, model: string, at: Date): ModelPrice | null {
  const priced = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider, timestamp: at });
  const { inputTokenPrice, outputTokenPrice, ...others } = statedPrices(priced?.model_price ?? {});
  if (inputTokenPrice === undefined || outputTokenPrice === undefined) return null;
  const stated = { inputTokenPrice, outputTokenPrice, ...others };
  const all = Object.values(stated).flatMap((price) => [price.base, ...price.tiers.map((tier) => tier.price)]);
  if (all.some((price) => perToken(price) === null)) return null;
  const tiers = tiersOf(stated);
  return { model, ...exact(stated, (price) => price.base), ...(tiers.length > 0 && { tiers }) } as ModelPrice;
}

type Stated = { readonly base: number; readonly tiers: readonly { readonly start: number; readonly price: number }[] };

function statedPrices(prices: Readonly<Record<string, unknown>>): { readonly [P in PriceName]?: Stated } {
  const stated = Object.entries(NAMES).flatMap(([name, theirs]): [string, Stated][] => {
    const price = prices[theirs];
    // Plain data, whatever class the package declares for it.
    if (typeof price === 'object' && price !== null) return [[name, price as Stated]];
    return typeof price === 'number' ? [[name, { base: price, tiers: [] }]] : [];
  });
  return Object.fromEntries(stated);
}

/** A tier for each length at which any price changes, with all that are stated from there on. */
function tiersOf(stated: { readonly [P in PriceName]?: Stated }): PriceTier[] {
  const starts = Object.values(stated).flatMap(({ tiers }) => tiers.map(({ start }) => start));
  return [...new Set(starts)]
    .toSorted((a, b) => a - b)
    .map((start) => ({
      abovePromptTokens: start,
      ...exact(stated, ({ base, tiers }) =>
        tiers.reduce((price, tier) => (tier.start <= start ? tier.price : price), base),
      ),
    }));
}

const exact = (
  stated: { readonly [P in PriceName]?: Stated },
  perMillion: (price: Stated) => number,
): Partial<Prices> =>
  Object.fromEntries(Object.entries(stated).map(([name, price]) => [name, perToken(perMillion(price)) ?? '']));
