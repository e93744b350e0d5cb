import { expect, it } from '@jest/globals';
import { type Withdrawal, deedsOf } from './deeds.js';

const withdrawal = (status: Withdrawal['status'], requestedBy = 'checkout') => ({ status, requestedBy }) as Withdrawal;

it('offers approval to another key than that of the request, and nothing once it is over', () => {
  expect(deedsOf(withdrawal('requested'), 'finance')).toEqual(['approve', 'reject']);
  expect(deedsOf(withdrawal('requested', 'finance'), 'finance')).toEqual(['reject']);
  expect(deedsOf(withdrawal('approved'), 'finance')).toEqual(['paid', 'reject']);
  for (const status of ['rejected', 'paid'] as const) expect(deedsOf(withdrawal(status), 'finance')).toEqual([]);
});
