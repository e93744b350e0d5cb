/** What a model costs: its stated prices, and what follows from them for one usage (rules 2.21 to 2.23). */
import type { TokenPricing, UnitCost } from '../account/usage/events.js';
import { DomainError } from '../errors.js';
import type { Amount } from '../money.js';

/** Credits per token or unit, at most 12 decimals; 0 is a price. What is absent has a default. */
export type TokenPrices = {
  readonly inputTokenPrice: Amount;
  readonly outputTokenPrice: Amount;
  /** Default: the input price, as for writing a cache. */
  readonly cachedInputTokenPrice?: Amount;
  readonly cacheWriteTokenPrice?: Amount;
  /** Default: the output price. */
  readonly reasoningTokenPrice?: Amount;
  readonly unitPrices?: Readonly<Record<string, Amount>>;
};

/** Prices the whole request whose prompt exceeds so many tokens. A price that it lacks is the model's stated one. */
export type PriceTier = Partial<TokenPrices> & { readonly abovePromptTokens: number };

export type ModelPrices = TokenPrices & { readonly tiers?: readonly PriceTier[] };

/** Nothing is counted twice: what was cached is no input, what is reasoning is no output. Quantities have at most 6 decimals. */
export type MeteredUsage = {
  readonly inputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  readonly units?: Readonly<Record<string, Amount>>;
};

/** The usage beside the prices that apply to it: what a charge keeps. Throws `invalid` for a unit without a price. */
export function pricingOf(prices: ModelPrices, usage: MeteredUsage): TokenPricing {
  const applied = tierFor(prices, promptOf(usage));
  const { cachedInputTokens, cacheWriteTokens, reasoningTokens, units } = usage;
  return {
    inputTokens: usage.inputTokens ?? 0,
    outputTokens: usage.outputTokens ?? 0,
    inputTokenPrice: applied.inputTokenPrice,
    outputTokenPrice: applied.outputTokenPrice,
    ...(cachedInputTokens !== undefined && {
      cachedInputTokens,
      cachedInputTokenPrice: applied.cachedInputTokenPrice ?? applied.inputTokenPrice,
    }),
    ...(cacheWriteTokens !== undefined && {
      cacheWriteTokens,
      cacheWriteTokenPrice: applied.cacheWriteTokenPrice ?? applied.inputTokenPrice,
    }),
    ...(reasoningTokens !== undefined && {
      reasoningTokens,
      reasoningTokenPrice: applied.reasoningTokenPrice ?? applied.outputTokenPrice,
    }),
    ...(units !== undefined && { units: unitCosts(units, applied.unitPrices) }),
  };
}

const promptOf = ({ inputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0 }: MeteredUsage): number =>
  inputTokens + cachedInputTokens + cacheWriteTokens;

/** The highest tier that the prompt exceeds, over the model's stated prices; unit prices one by one. */
function tierFor({ tiers = [], ...stated }: ModelPrices, promptTokens: number): TokenPrices {
  let highest: PriceTier | undefined;
  for (const tier of tiers) {
    const isHigher = highest === undefined || tier.abovePromptTokens > highest.abovePromptTokens;
    if (promptTokens > tier.abovePromptTokens && isHigher) highest = tier;
  }
  if (highest === undefined) return stated;
  const { abovePromptTokens: _, ...prices } = highest;
  const unitPrices = { ...stated.unitPrices, ...prices.unitPrices };
  return { ...stated, ...prices, unitPrices };
}

const unitCosts = (units: Readonly<Record<string, Amount>>, prices: TokenPrices['unitPrices']) =>
  Object.fromEntries(
    Object.entries(units).map(([name, quantity]): [string, UnitCost] => {
      const unitPrice = prices && Object.hasOwn(prices, name) ? prices[name] : undefined;
      if (unitPrice === undefined) {
        throw new DomainError('invalid', `The model has no price per ${name}.`, { field: `units.${name}` });
      }
      return [name, { quantity, unitPrice }];
    }),
  );
