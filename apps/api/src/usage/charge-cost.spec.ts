import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#domain/errors.js';
import { amount } from '#domain/money.js';
import { InvalidInput } from '../errors/api-error.js';
import { type CostBody, costOf } from './charge-cost.js';

const prices = {
  unitPrices: { image: amount('0.04') },
  inputTokenPrice: amount('0.000001'),
  outputTokenPrice: amount('0.000002'),
};
const pricesOf = (model: string) => Promise.resolve(model === 'llama' ? prices : null);
const fieldOf = (body: CostBody) =>
  (async () => costOf(body, pricesOf))().then(
    () => undefined,
    (error: unknown) => (error instanceof DomainError ? error.field : (error as InvalidInput).errors[0].field),
  );

describe('the cost of a charge', () => {
  it('is an amount', async () => expect(await costOf({ amount: '1.5', model: 'any' }, pricesOf)).toBe('1.50'));

  it('is a quantity and its price', async () =>
    expect(await costOf({ quantity: '2.5', unitPrice: '0' }, pricesOf)).toEqual({
      quantity: '2.50',
      unitPrice: '0.00',
    }));

  it('is tokens at the prices of their model', async () =>
    expect(await costOf({ model: 'llama', inputTokens: 10, outputTokens: 0 }, pricesOf)).toEqual({
      inputTokens: 10,
      outputTokens: 0,
      inputTokenPrice: prices.inputTokenPrice,
      outputTokenPrice: prices.outputTokenPrice,
    }));

  it('is any of the tokens and units, at the prices of their model', async () =>
    expect(await costOf({ model: 'llama', reasoningTokens: 3, units: { image: '2' } }, pricesOf)).toEqual({
      inputTokens: 0,
      outputTokens: 0,
      inputTokenPrice: prices.inputTokenPrice,
      outputTokenPrice: prices.outputTokenPrice,
      reasoningTokens: 3,
      reasoningTokenPrice: prices.outputTokenPrice,
      units: { image: { quantity: '2.00', unitPrice: '0.04' } },
    }));

  it.each<[string, CostBody]>([
    ['amount', {}],
    ['amount', { model: 'llama' }],
    ['quantity', { amount: '1', quantity: '1' }],
    ['unitPrice', { amount: '1', unitPrice: '1' }],
    ['inputTokens', { amount: '1', inputTokens: 1 }],
    ['outputTokens', { amount: '1', outputTokens: 1 }],
    ['unitPrice', { quantity: '1' }],
    ['quantity', { unitPrice: '1' }],
    ['inputTokens', { quantity: '1', unitPrice: '1', inputTokens: 1 }],
    ['model', { inputTokens: 1, outputTokens: 1 }],
    ['model', { units: { image: '1' } }],
    ['cachedInputTokens', { amount: '1', cachedInputTokens: 1 }],
    ['units', { quantity: '1', unitPrice: '1', units: { image: '1' } }],
    ['units.video', { model: 'llama', units: { image: '1', video: '1' } }],
    ['model', { model: 'unheard-of', inputTokens: 1, outputTokens: 1 }],
  ])('is refused by %s where it is said by %j', async (field, body) => expect(await fieldOf(body)).toBe(field));
});
