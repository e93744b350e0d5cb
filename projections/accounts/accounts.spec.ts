import { expect, it } from '@jest/globals';
import { Ledger, START } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { OPENED, OPENING, accounts } from './accounts.projection.js';

it('knows when an account was opened, whatever happens to it', () => {
  const ledger = new Ledger();
  ledger.wait(1000).grant('5');
  ledger.do({ type: 'CloseAccount', data: { forfeit: false } });
  const { rows } = projected(accounts, ledger.events);
  expect([...rows]).toEqual([[OPENING, { openedAt: START }]]);
  expect(accounts.indexes?.[OPENED]?.({ openedAt: START })).toBe(Date.parse(START));
});
