import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { InvalidInput } from '../errors/api-error.js';
import { type CostBody, costOf } from './charge-cost.js';

const prices = { inputTokenPrice: amount('0.000001'), outputTokenPrice: amount('0.000002') };
const pricesOf = (model: string) => Promise.resolve(model === 'llama' ? prices : null);
const fieldOf = (body: CostBody) =>
  costOf(body, pricesOf).then(
    () => undefined,
    (error: unknown) => (error as InvalidInput).errors[0].field,
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
      ...prices,
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
    ['outputTokens', { model: 'llama', inputTokens: 1 }],
    ['inputTokens', { model: 'llama', outputTokens: 1 }],
    ['model', { model: 'unheard-of', inputTokens: 1, outputTokens: 1 }],
  ])('is refused by %s where it is said by %j', async (field, body) => expect(await fieldOf(body)).toBe(field));
});
