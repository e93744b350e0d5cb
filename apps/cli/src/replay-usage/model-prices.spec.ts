import { describe, expect, it } from '@jest/globals';
import { perToken, priceOf, pricesOf, pricesOfAll } from './model-prices.js';

const today = new Date('2026-11-21T00:00:00Z');

describe('prices of models', () => {
  it.each([
    [2.5, '0.0000025'],
    [10, '0.00001'],
    [0.075, '0.000000075'],
    [0.1 + 0.2, '0.0000003'],
    [0.18000000000000002, '0.00000018'],
    [1e-6, '0.000000000001'],
    [0.0000005, null],
    [1_000_000, '1.00'],
    [30_000_000, '30.00'],
    [120, '0.00012'],
    [0, '0.00'],
    [Number.NaN, null],
  ])('%p per million tokens is %s per token', (perMillion, expected) => expect(perToken(perMillion)).toBe(expected));

  it('finds the price of a model at its provider', () => {
    expect(priceOf('openai', 'gpt-4o', today)).toEqual({
      model: 'gpt-4o',
      inputTokenPrice: '0.0000025',
      outputTokenPrice: '0.00001',
      cachedInputTokenPrice: '0.00000125',
    });
    expect(priceOf('openai', 'whisper-1', today)).toBeNull();
  });

  it('finds tiers by the length of the prompt, and what caches cost', () => {
    expect(priceOf('anthropic', 'claude-sonnet-4-5', today)).toEqual({
      model: 'claude-sonnet-4-5',
      inputTokenPrice: '0.000003',
      outputTokenPrice: '0.000015',
      cachedInputTokenPrice: '0.0000003',
      cacheWriteTokenPrice: '0.00000375',
      tiers: [
        {
          abovePromptTokens: 200_000,
          inputTokenPrice: '0.000006',
          outputTokenPrice: '0.0000225',
          cachedInputTokenPrice: '0.0000006',
          cacheWriteTokenPrice: '0.0000075',
        },
      ],
    });
  });

  it.each(['openai', 'anthropic', 'google', 'mistral'])(
    'every price of %s has the form that the catalogue takes',
    (provider) => {
      const prices = pricesOf(provider, today);
      expect(prices.length).toBeGreaterThan(10);
      for (const { model: _, tiers = [], ...stated } of prices) {
        const all = [stated, ...tiers.map(({ abovePromptTokens: __, ...tier }) => tier)].flatMap(Object.values);
        for (const price of all) expect(price).toMatch(/^(0|[1-9]\d{0,11})(\.\d{1,12})?$/);
      }
    },
  );

  it('of a model that several providers have is that of the one named first', () => {
    const model = 'claude-opus-4-6';
    const [own, other] = [priceOf('anthropic', model, today), priceOf('google', model, today)];
    expect(own).not.toEqual(other);
    for (const [providers, first] of [
      [['anthropic', 'google'], own],
      [['google', 'anthropic'], other],
    ] as const) {
      const prices = pricesOfAll(providers, today);
      expect(prices.filter((price) => price.model === model)).toEqual([first]);
      expect(new Set(prices.map((price) => price.model)).size).toBe(prices.length);
    }
  });

  it('names a provider that it does not know', () => {
    expect(() => pricesOf('nobody', today)).toThrow(/nobody/);
  });
});
