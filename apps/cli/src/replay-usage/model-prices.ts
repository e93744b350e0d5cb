/** Current prices of models, as the npm package @pydantic/genai-prices carries them. */
import { TieredPrices, calcPrice, findProvider } from '@pydantic/genai-prices';
import { DECIMALS, decimal } from './exact.js';

/** Credits per token, at most 12 decimals. One credit is one US dollar. */
export type ModelPrice = {
  readonly model: string;
  readonly inputTokenPrice: string;
  readonly outputTokenPrice: string;
};

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

/** Null where the package has no price per token for the model. Of tiered prices the first tier counts. */
export function priceOf(provider: string, model: string, at: Date): ModelPrice | null {
  const priced = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId: provider, timestamp: at });
  const [input, output] = [priced?.model_price['input_mtok'], priced?.model_price['output_mtok']].map(perTokenOfTier);
  return input && output ? { model, inputTokenPrice: input, outputTokenPrice: output } : null;
}

function perTokenOfTier(perMillion: number | TieredPrices | undefined): string | null {
  if (perMillion === undefined) return null;
  return perToken(perMillion instanceof TieredPrices ? perMillion.base : perMillion);
}
