import { expect, it } from '@jest/globals';
import { type Purchase, deedsOf } from './deeds.js';

const purchase = (status: Purchase['status'], paymentMethod: Purchase['paymentMethod'] = 'card') =>
  ({ status, paymentMethod }) as Purchase;

it('offers for a purchase what its state allows, and nothing once it is over', () => {
  expect(deedsOf(purchase('pending', 'request'))).toEqual(['approve', 'reject']);
  expect(deedsOf(purchase('pending'))).toEqual(['complete', 'fail']);
  expect(deedsOf(purchase('approved', 'request'))).toEqual(['complete', 'fail']);
  expect(deedsOf(purchase('completed'))).toEqual(['reverse']);
  for (const status of ['failed', 'rejected', 'reversed'] as const) expect(deedsOf(purchase(status))).toEqual([]);
});
