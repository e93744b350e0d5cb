import { expect, it } from '@jest/globals';
import { may } from './roles.js';

it('shows an admin everything, finance its reviews, and a service no other account', () => {
  expect(may('admin', 'define plans')).toBe(true);
  expect([may('finance', 'review withdrawals'), may('finance', 'define plans')]).toEqual([true, false]);
  expect([may('support', 'grant credits'), may('support', 'audit')]).toEqual([true, false]);
  expect([may('service', 'list accounts'), may('checkout', 'read purchases')]).toEqual([false, true]);
});
