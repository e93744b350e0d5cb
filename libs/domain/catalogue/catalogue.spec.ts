import { describe, expect, it } from '@jest/globals';
import { type Instant, SYSTEM, instant } from '../messages.js';
import { amount } from '../money.js';
import { type Catalogue, catalogueAggregate, priceAt } from './catalogue.js';

const { decide, initialState, revisionOf } = catalogueAggregate;
const at = (hour: number): Instant => instant(Date.UTC(2026, 0, 1, hour));

const priced = (catalogue: Catalogue, now: Instant, model: string, input: string, output = '0'): Catalogue =>
  decide(
    {
      type: 'PriceModel',
      now,
      origin: SYSTEM,
      data: { model, inputTokenPrice: amount(input), outputTokenPrice: amount(output) },
    },
    catalogue,
  ).state;

const twice = priced(priced(initialState, at(1), 'llama', '0.000001', '0.000002'), at(3), 'llama', '0.000003');
const inputPriceAt = (usedAt: Instant, catalogue = twice) =>
  priceAt(catalogue, 'llama', usedAt)?.prices.inputTokenPrice;

describe('the price in force at usage time applies (rule 2.20)', () => {
  it('the first, until the second', () => {
    expect(inputPriceAt(at(1))).toBe('0.000001');
    expect(inputPriceAt(instant(Date.parse(at(3)) - 1))).toBe('0.000001');
  });
  it('the second from its instant on', () => {
    expect(inputPriceAt(at(3))).toBe('0.000003');
    expect(inputPriceAt(at(20))).toBe('0.000003');
  });
  it('the first also for usage of before it', () => expect(inputPriceAt(at(0))).toBe('0.000001'));
  it('of prices of one instant the later', () => {
    expect(inputPriceAt(at(3), priced(twice, at(3), 'llama', '0.000004'))).toBe('0.000004');
  });
  it('each model has its own, both ways', () => {
    const both = priced(twice, at(4), 'mistral', '0.5', '0.7');
    expect(priceAt(both, 'mistral', at(5))?.prices).toEqual({ inputTokenPrice: '0.50', outputTokenPrice: '0.70' });
    expect(inputPriceAt(at(5), both)).toBe('0.000003');
  });
  it.each(['gemma', '', 'constructor', '__proto__', 'toString'])('a model without a price has none: %j', (model) => {
    expect(priceAt(twice, model, at(5))).toBeNull();
  });
});

describe('pricing a model', () => {
  it('may be free', () => expect(inputPriceAt(at(9), priced(twice, at(9), 'llama', '0'))).toBe('0.00'));
  it('takes 12 decimals, not 13', () => {
    expect(inputPriceAt(at(9), priced(twice, at(9), 'llama', '0.000000000001'))).toBe('0.000000000001');
    for (const [input, output, field] of [
      ['0.0000000000001', '0', 'inputTokenPrice'],
      ['0', '0.0000000000001', 'outputTokenPrice'],
    ] as const) {
      expect(() => priced(twice, at(9), 'llama', input, output)).toThrow(
        expect.objectContaining({ code: 'invalid', field }),
      );
    }
  });
  it('numbers its entries densely from 1', () => {
    expect([initialState, twice].map(revisionOf)).toEqual([0, 2]);
    expect(revisionOf(priced(twice, at(4), 'mistral', '1'))).toBe(3);
  });
  it('never goes backwards in recorded time', () => {
    expect(priced(twice, at(2), 'mistral', '1').recordedAt).toBe(at(3));
    expect(priceAt(priced(twice, at(2), 'llama', '9'), 'llama', at(2))?.prices.inputTokenPrice).toBe('0.000001');
  });
});

describe('a price from a time of its own (rule 2.24)', () => {
  const from = (catalogue: Catalogue, now: Instant, input: string, effectiveFrom: Instant): Catalogue => {
    const data = { model: 'llama', inputTokenPrice: amount(input), outputTokenPrice: amount('0'), effectiveFrom };
    return decide({ type: 'PriceModel', now, origin: SYSTEM, data }, catalogue).state;
  };

  it('in the future applies from then on', () => {
    const later = from(twice, at(4), '0.000009', at(8));
    expect([at(4), at(7), at(8), at(9)].map((usedAt) => inputPriceAt(usedAt, later))).toEqual([
      '0.000003',
      '0.000003',
      '0.000009',
      '0.000009',
    ]);
  });
  it('in the past applies to what is priced after it, until the next', () => {
    const earlier = from(twice, at(4), '0.000009', at(2));
    expect([at(1), at(2), at(3)].map((usedAt) => inputPriceAt(usedAt, earlier))).toEqual([
      '0.000001',
      '0.000009',
      '0.000003',
    ]);
  });
  it('of those that begin together the last that was put, whatever was put between', () => {
    const again = from(from(from(initialState, at(1), '0.1', at(5)), at(1), '0.2', at(6)), at(2), '0.3', at(5));
    expect([at(5), at(6)].map((usedAt) => inputPriceAt(usedAt, again))).toEqual(['0.30', '0.20']);
  });
  it('before all of them the earliest, future ones included, and of equal ones the last', () => {
    const future = from(from(from(initialState, at(1), '0.1', at(9)), at(1), '0.2', at(5)), at(1), '0.3', at(5));
    expect(inputPriceAt(at(1), future)).toBe('0.30');
  });
});

describe('what a model states', () => {
  const stated = {
    model: 'llama',
    inputTokenPrice: amount('0.000001'),
    outputTokenPrice: amount('0.000002'),
    unitPrices: { image: amount('0.04') },
    tiers: [{ abovePromptTokens: 1000, inputTokenPrice: amount('0.000003') }],
  };
  const put = (changes: object) =>
    decide({ type: 'PriceModel', now: at(1), origin: SYSTEM, data: { ...stated, ...changes } }, initialState);

  it('is kept whole', () => {
    const { model: _, ...prices } = stated;
    expect(priceAt(put({}).state, 'llama', at(1))?.prices).toEqual(prices);
  });
  it.each([
    ['cachedInputTokenPrice', { cachedInputTokenPrice: amount('0.0000000000001') }],
    ['cacheWriteTokenPrice', { cacheWriteTokenPrice: amount('0.0000000000001') }],
    ['reasoningTokenPrice', { reasoningTokenPrice: amount('0.0000000000001') }],
    ['unitPrices.image', { unitPrices: { image: amount('0.0000000000001') } }],
    ['tiers[0].outputTokenPrice', { tiers: [{ abovePromptTokens: 1, outputTokenPrice: amount('0.0000000000001') }] }],
    ['tiers', { tiers: [{ abovePromptTokens: 1 }, { abovePromptTokens: 1 }] }],
  ])('is refused by %s', (field, changes) =>
    expect(() => put(changes)).toThrow(expect.objectContaining({ code: 'invalid', field })),
  );
});
