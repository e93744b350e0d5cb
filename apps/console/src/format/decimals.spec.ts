import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountOf, compareAmounts, isNegative, isZero, negated, percentOf, sumOf, unitsOf } from './decimals.js';

const amounts = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(amountOf);

describe('amounts', () => {
  it('are read and written without losing a digit', () => {
    for (const amount of ['0.00', '12.50', '-0.00000015', '999999999999.000000000000000001', '-3.10']) {
      expect(amountOf(unitsOf(amount))).toBe(amount);
    }
  });

  it('are added where floats would err', () => {
    expect(sumOf(['0.1', '0.2'])).toBe('0.30');
    expect(sumOf(['999999999999.00', '0.000000000000000001'])).toBe('999999999999.000000000000000001');
    expect(sumOf([])).toBe('0.00');
  });

  it('and what is taken from them leave nothing', () => {
    fc.assert(fc.property(amounts, (amount) => sumOf([amount, negated(amount)]) === '0.00'));
  });

  it('are ordered as numbers are, not as texts', () => {
    expect(['9.00', '-10.00', '10.00', '-9.00'].toSorted(compareAmounts)).toEqual(['-10.00', '-9.00', '9.00', '10.00']);
    expect(compareAmounts('1.0', '1.00')).toBe(0);
    expect([isZero('0.00'), isZero('0.000000000000000001'), isNegative('-0.01')]).toEqual([true, false, true]);
  });

  it('are drawn by their part of a whole', () => {
    expect([percentOf('1.00', '3.00'), percentOf('5.00', '5.00'), percentOf('1.00', '0.00')]).toEqual([33.33, 100, 0]);
  });
});
