/** Rules 8.2 and 8.6: each cycle's allowance is refreshed once, on time, by the terms that the catalogue had before. */
import { expect } from '@jest/globals';
import { type LogItem, logOf, provenBalance } from '../account.js';
import { decimal, units } from '../../apps/cli/src/replay-usage/exact.js';
import { HOUR_MS, type Round, type Subject, at, opened } from './subject.js';

const ACCOUNTS = ['planned-0', 'planned-1', 'planned-2'];
const PLAN = 'team';
const REFRESH_HOURS = 6;
const CYCLES_PER_MONTH = 120n;
const MONTHLY = 72;

/** The terms of round `nth`, -1 being those before the first. */
const monthlyOf = (nth: number): string => String(MONTHLY + 1 + nth);
const allowanceOf = (nth: number): string =>
  decimal((units(monthlyOf(nth)) * 2n + CYCLES_PER_MONTH) / (2n * CYCLES_PER_MONTH));
const offer = (nth: number) => ({
  name: 'Team',
  monthlyCredits: monthlyOf(nth),
  refreshHours: REFRESH_HOURS,
  scope: { products: ['inference'] },
  pricePerMonth: '0',
});

/** The first end of a cycle after a time; cycles follow the first choice. */
function nextCycle(anchor: number, time: number): string {
  const cycleMs = REFRESH_HOURS * HOUR_MS;
  return at(anchor + (Math.floor((time - anchor) / cycleMs) + 1) * cycleMs);
}

const amountOf = ({ data }: LogItem, member: string): string => decimal(units(String(data[member])));

export const plans: Subject = {
  async begin(service) {
    await service.put(`/v1/plans/${PLAN}`, offer(-1), 'define');
    for (const accountId of ACCOUNTS) {
      await opened(service, accountId);
      await service.put(`/v1/accounts/${accountId}/plan`, { plan: PLAN }, 'choose');
    }
  },

  async round(service, nth) {
    const use = (accountId: string) =>
      service.post(accountId, 'charges', { amount: '0.01', product: 'inference' }, `use-${nth}`);
    await Promise.all([
      service.put(`/v1/plans/${PLAN}`, offer(nth), `change-${nth}`),
      ...ACCOUNTS.map((accountId) => use(accountId)),
    ]);
  },

  async prove(service, rounds) {
    for (const accountId of ACCOUNTS) {
      const log = await logOf(service.url, accountId);
      const of = (type: string) => log.filter((each) => each.type === type);
      const changes = of('PlanTermsChanged').map(({ data }) => {
        return decimal(units(String((data['terms'] as { allowance: string }).allowance)));
      });
      expect([accountId, changes]).toEqual([accountId, rounds.map((_, nth) => allowanceOf(nth))]);
      const [first, ...refreshes] = of('AllowanceRefreshed');
      const anchor = Date.parse(first?.effectiveAt ?? '');
      expect(refreshes.map((each) => [each.effectiveAt, amountOf(each, 'amount')])).toEqual(
        rounds.map(({ from }: Round, nth) => [nextCycle(anchor, from), allowanceOf(nth)]),
      );
      expect(of('UsageCharged')).toHaveLength(rounds.length);
      const { total } = await provenBalance(service.url, accountId, log.at(-1)?.revision ?? 0);
      expect([accountId, total]).toEqual([accountId, allowanceOf(rounds.length - 1)]);
    }
  },
};
