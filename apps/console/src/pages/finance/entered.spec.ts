import { expect, it } from '@jest/globals';
import { isAmount, isCount, listIn } from './entered.js';

it('takes amounts as the API does, and nothing that a float would make of them', () => {
  for (const text of ['1', '0.5', ' 12.50 ', '999999999999.999999999999999999']) expect(isAmount(text)).toBe(true);
  for (const text of ['', '1e3', '+1', '.5', '-1', '01', '1,5', '1.', '1234567890123'])
    expect(isAmount(text)).toBe(false);
  expect([isCount('30'), isCount('0'), isCount('1.5')]).toEqual([true, false, false]);
});

it('reads a list with commas', () => {
  expect(listIn(' a/b, c ,, a/b')).toEqual(['a/b', 'c']);
});
