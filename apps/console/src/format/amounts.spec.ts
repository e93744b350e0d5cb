import { expect, it } from '@jest/globals';
import { exactAmount, shortAmount, signedAmount } from './amounts.js';

it('shows an amount with every digit, thousands apart', () => {
  expect(exactAmount('1234567.89')).toBe('1,234,567.89');
  expect(exactAmount('-999999999999.000000000000000001')).toBe('−999,999,999,999.000000000000000001');
  expect(exactAmount('100')).toBe('100');
});

it('cuts a long fraction where it says so, and rounds none', () => {
  expect(shortAmount('0.1234569')).toBe('0.123456…');
  expect(shortAmount('0.123456')).toBe('0.123456');
  expect(shortAmount('1999.999', 2)).toBe('1,999.99…');
});

it('signs what comes in, and not what is nothing', () => {
  expect(['5.00', '-5.00', '0.00'].map((amount) => signedAmount(amount))).toEqual(['+5.00', '−5.00', '0.00']);
});
