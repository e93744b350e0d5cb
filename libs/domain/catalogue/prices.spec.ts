import { describe, expect, it } from '@jest/globals';
import { amountOf } from '../account/usage/charge-usage.js';
import { amount } from '../money.js';
import { type MeteredUsage, type ModelPrices, pricingOf } from './prices.js';

const [input, output] = [amount('0.000002'), amount('0.00001')];
const plain: ModelPrices = { inputTokenPrice: input, outputTokenPrice: output };
const [cached, written, reasoning] = [amount('0.0000005'), amount('0.0000025'), amount('0.00002')];
const full: ModelPrices = {
  ...plain,
  cachedInputTokenPrice: cached,
  cacheWriteTokenPrice: written,
  reasoningTokenPrice: reasoning,
  unitPrices: { image: amount('0.04'), audio_second: amount('0.0001') },
};
const costs = (prices: ModelPrices, usage: MeteredUsage) => amountOf(pricingOf(prices, usage));
const every = {
  inputTokens: 1,
  cachedInputTokens: 10,
  cacheWriteTokens: 100,
  outputTokens: 1000,
  reasoningTokens: 1e4,
};

describe('a model’s prices (rules 2.21 to 2.23)', () => {
  it('count each token once, by what it was', () => {
    expect(costs(full, { inputTokens: 1 })).toBe('0.000002');
    expect(costs(full, { cachedInputTokens: 10 })).toBe('0.000005');
    expect(costs(full, { cacheWriteTokens: 100 })).toBe('0.00025');
    expect(costs(full, { outputTokens: 1000 })).toBe('0.01');
    expect(costs(full, { reasoningTokens: 10_000 })).toBe('0.20');
    expect(costs(full, every)).toBe('0.210257');
  });
  it('of cached input and of writing a cache default to the input price, of reasoning to the output price', () => {
    expect(costs(plain, { cachedInputTokens: 10 })).toBe('0.00002');
    expect(costs(plain, { cacheWriteTokens: 100 })).toBe('0.0002');
    expect(costs(plain, { reasoningTokens: 10_000 })).toBe('0.10');
  });
  it('of units are exact at 6 decimals of quantity and 12 of price', () => {
    expect(costs(full, { units: { image: amount('2'), audio_second: amount('0.000001') } })).toBe('0.0800000001');
    const tiny = { ...plain, unitPrices: { bit: amount('0.000000000001') } };
    expect(costs(tiny, { units: { bit: amount('0.000001') } })).toBe('0.000000000000000001');
  });
  it.each(['video', 'constructor', '__proto__'])('a unit without a price is refused by name: %s', (name) => {
    const units = Object.fromEntries([[name, amount('1')]]);
    for (const prices of [plain, full])
      expect(() => pricingOf(prices, { units })).toThrow(
        expect.objectContaining({ code: 'invalid', field: `units.${name}` }),
      );
  });
  it('are kept with what they applied to, and nothing else is', () => {
    expect(pricingOf(full, { inputTokens: 3 })).toEqual({
      inputTokens: 3,
      outputTokens: 0,
      inputTokenPrice: input,
      outputTokenPrice: output,
    });
    expect(pricingOf(full, { cachedInputTokens: 3, units: { image: amount('1') } })).toEqual({
      inputTokens: 0,
      outputTokens: 0,
      inputTokenPrice: input,
      outputTokenPrice: output,
      cachedInputTokens: 3,
      cachedInputTokenPrice: cached,
      units: { image: { quantity: '1.00', unitPrice: '0.04' } },
    });
  });
});

describe('tiers by the length of the prompt (rule 2.22)', () => {
  const dear = amount('0.000004');
  const tiered = (base: ModelPrices, tier: object = {}): ModelPrices => ({
    ...base,
    tiers: [{ abovePromptTokens: 1000, inputTokenPrice: dear, ...tier }],
  });

  it('apply beyond their length, not at it, to the whole request', () => {
    expect(costs(tiered(plain), { inputTokens: 1000 })).toBe('0.002');
    expect(costs(tiered(plain), { inputTokens: 1001 })).toBe('0.004004');
  });
  it('count input, cached and written tokens together, and no others', () => {
    const prompt = { inputTokens: 1, cachedInputTokens: 500, cacheWriteTokens: 500 };
    expect(costs(tiered(plain), prompt)).toBe('0.004004');
    expect(costs(tiered(plain), { ...prompt, inputTokens: 0, outputTokens: 5000 })).toBe('0.052');
  });
  it('the highest that is exceeded counts, in whatever order they stand', () => {
    const [low, high] = [
      { abovePromptTokens: 10, inputTokenPrice: amount('0.1') },
      { abovePromptTokens: 20, inputTokenPrice: amount('0.2') },
    ];
    for (const tiers of [
      [low, high],
      [high, low],
    ]) {
      expect(costs({ ...plain, tiers }, { inputTokens: 20 })).toBe('2.00');
      expect(costs({ ...plain, tiers }, { inputTokens: 21 })).toBe('4.20');
    }
  });
  it('a price that a tier lacks is the model’s stated one', () => {
    const prices = tiered(full);
    expect(costs(prices, { inputTokens: 1000, cachedInputTokens: 1 })).toBe('0.0040005');
    expect(costs(prices, { inputTokens: 1001, outputTokens: 1, reasoningTokens: 1 })).toBe('0.004034');
    expect(costs(prices, { inputTokens: 1001, units: { image: amount('1') } })).toBe('0.044004');
  });
  it('where that is not stated either, the defaults apply within the tier', () => {
    expect(costs(tiered(plain), { inputTokens: 1000, cachedInputTokens: 1 })).toBe('0.004004');
    expect(costs(tiered(plain), { inputTokens: 1000, cacheWriteTokens: 1 })).toBe('0.004004');
    const prices = tiered(plain, { outputTokenPrice: amount('0.5') });
    expect(costs(prices, { inputTokens: 1001, reasoningTokens: 1 })).toBe('0.504004');
  });
  it('unit prices of a tier replace those of the model one by one', () => {
    const prices = tiered(full, { unitPrices: { image: amount('0.5') } });
    const units = { image: amount('1'), audio_second: amount('1') };
    expect(costs(prices, { inputTokens: 1001, units })).toBe('0.504104');
    expect(costs(prices, { inputTokens: 1, units })).toBe('0.040102');
  });
});
