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
const inputPriceAt = (usedAt: Instant, catalogue = twice) => priceAt(catalogue, 'llama', usedAt)?.inputTokenPrice;

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
    expect(priceAt(both, 'mistral', at(5))).toEqual({ inputTokenPrice: '0.50', outputTokenPrice: '0.70' });
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
    expect(priceAt(priced(twice, at(2), 'llama', '9'), 'llama', at(2))?.inputTokenPrice).toBe('0.000001');
  });
});
