import { expect, it } from '@jest/globals';
import { type Bucket, inOrderOfConsumption, isUsedUp, scopeWords, tierOf } from './buckets-in-order.js';

const bucket = (bucketId: string, members: Partial<Bucket> = {}): Bucket => ({
  bucketId,
  kind: 'promo',
  source: 'support',
  scope: null,
  granted: '5.00',
  remaining: '5.00',
  held: '0.00',
  spent: '0.00',
  lapsed: '0.00',
  withdrawn: '0.00',
  effectiveAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  ...members,
});
const scope = { models: ['llama-70b'] };
const [soon, late] = ['2026-02-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'];

it('draws on allowance, promos by expiry and scope, then prepaid, whatever came in first', () => {
  const granted = [
    bucket('prepaid', { kind: 'prepaid' }),
    bucket('promo'),
    bucket('scoped', { scope }),
    bucket('expires', { expiresAt: soon }),
    bucket('scoped and expires', { scope, expiresAt: late }),
    bucket('allowance', { kind: 'allowance', expiresAt: late }),
  ];
  const order = inOrderOfConsumption(granted);
  expect(order.map(({ bucketId }) => bucketId)).toEqual([
    'allowance',
    'scoped and expires',
    'expires',
    'scoped',
    'promo',
    'prepaid',
  ]);
  expect(order.map(tierOf)).toEqual([1, 2, 3, 4, 5, 6]);
});

it('within a tier the earlier expiry pays first, then the earlier grant', () => {
  const granted = [
    bucket('late', { expiresAt: late }),
    bucket('soon, first', { expiresAt: soon }),
    bucket('soon, second', { expiresAt: soon }),
    bucket('never, first'),
    bucket('never, second'),
  ];
  expect(inOrderOfConsumption(granted).map(({ bucketId }) => bucketId)).toEqual([
    'soon, first',
    'soon, second',
    'late',
    'never, first',
    'never, second',
  ]);
});

it('counts as used up what has neither credits left nor held', () => {
  expect(isUsedUp(bucket('a', { remaining: '0.00', spent: '5.00' }))).toBe(true);
  expect(isUsedUp(bucket('b', { remaining: '0.00', held: '0.01' }))).toBe(false);
});

it('says what a scope covers', () => {
  expect(scopeWords(null)).toEqual([]);
  expect(scopeWords({ models: ['a', 'b'], products: ['inference'] })).toEqual(['models a, b', 'products inference']);
});
