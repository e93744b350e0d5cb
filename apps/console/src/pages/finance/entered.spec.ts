import { expect, it } from '@jest/globals';
import { instantIn, isAmount, isCount, listIn, localInput, scopeDraft, scopeIn, scopeText } from './entered.js';

it('takes amounts as the API does, and nothing that a float would make of them', () => {
  for (const text of ['1', '0.5', ' 12.50 ', '999999999999.999999999999999999']) expect(isAmount(text)).toBe(true);
  for (const text of ['', '1e3', '+1', '.5', '-1', '01', '1,5', '1.', '1234567890123'])
    expect(isAmount(text)).toBe(false);
  expect([isCount('30'), isCount('0'), isCount('1.5')]).toEqual([true, false, false]);
});

it('reads a list with commas', () => {
  expect(listIn(' a/b, c ,, a/b')).toEqual(['a/b', 'c']);
});

it('shows an instant in a field of date and time, and keeps one that is left as it was to the millisecond', () => {
  const known = '2026-03-04T05:06:07.890Z';
  expect(localInput(known)).toMatch(/^2026-03-0[345]T\d\d:\d\d$/);
  expect(instantIn(localInput(known), known)).toBe(known);
  expect(instantIn(localInput(known))).toBe('2026-03-04T05:06:00.000Z');
  expect([localInput(null), instantIn('', known)]).toEqual(['', null]);
});

it('reads a scope, and keeps what is left as it was whatever its names are made of', () => {
  const known = { models: ['a, b', 'c'], gpus: ['h100'] };
  expect(scopeIn(scopeDraft(known), known)).toEqual(known);
  expect(scopeIn({ ...scopeDraft(known), gpus: 'h100, h200' }, known)).toEqual({ ...known, gpus: ['h100', 'h200'] });
  expect(scopeIn({ products: ' , ', models: '', gpus: '' })).toBeNull();
  expect([scopeText(null), scopeText({ models: ['a', 'b'], gpus: ['x'] })]).toEqual([
    'everything',
    'models a, b and gpus x',
  ]);
});
