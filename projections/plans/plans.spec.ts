import { expect, it } from '@jest/globals';
import type { CycleTerms } from '#domain/account/plans/events.js';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { ON_PLAN, plans } from './plans.projection.js';

const terms: CycleTerms = { allowance: amount('1'), refreshHours: 24 };
const choose = (plan: string) =>
  ({ type: 'ChoosePlan', data: { plan, ...(plan !== 'standard' && { terms }) } }) as const;
const rowsOf = ({ events }: Ledger) => [...projected(plans, events).rows];

it('knows the plan that an account is on, and since when, also where its end is moved', () => {
  const ledger = new Ledger();
  expect(rowsOf(ledger)).toEqual([]);
  ledger.do(choose('team'));
  ledger.wait(1000).do({ type: 'ChoosePlan', data: { plan: 'team', terms, paidUntil: later(START, 90_000_000) } });
  expect(rowsOf(ledger)).toEqual([['team', { since: START }]]);
  ledger.do(choose('other'));
  expect(rowsOf(ledger)).toEqual([['other', { since: later(START, 1000) }]]);
  expect(plans.indexes?.[ON_PLAN]?.({ since: START })).toBe(Date.parse(START));
});

it('knows none of an account that is on the standard plan again, or closed', () => {
  const [back, closed] = [new Ledger(), new Ledger()];
  for (const ledger of [back, closed]) ledger.do(choose('team'));
  back.do(choose('standard'));
  closed.do({ type: 'CloseAccount', data: { forfeit: true } });
  expect([rowsOf(back), rowsOf(closed)]).toEqual([[], []]);
});
