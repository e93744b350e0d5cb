import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, instant } from '../../messages.js';
import { amount } from '../../money.js';
import { commandFrom, histories } from '../../testing/arbitraries.js';
import { type Age, type Step, World, days, hours, instantOf, minutes, opened } from '../../testing/scenario.js';
import { charge, close, promo, purchase, record } from '../../testing/steps.js';
import { decideWithLog, play } from '../../testing/simulation.js';
import { checkCredits } from './check-credits.js';

function checked(cost: string, at: Age, usage: { product?: string; model?: string }, ...history: Step[]) {
  const world = new World();
  for (const step of [opened(), ...history]) world.do(step);
  const { lines, available, shortfall, isSufficient, isAccepted } = checkCredits(
    world.account,
    usage,
    amount(cost),
    instantOf(at),
  );
  return {
    pays: lines.map((line) => `${world.labelOf(line.bucketId)} ${line.amount}`),
    available,
    shortfall,
    isSufficient,
    isAccepted,
  };
}

describe('a credit check (rule 9.6)', () => {
  it('says who would pay', () => {
    expect(checked('6', 0, {}, promo('A', '5'), promo('B', '5', { models: ['llama'] }), purchase('P', '10'))).toEqual({
      pays: ['A 5.00', 'P 1.00'],
      available: '15.00',
      shortfall: '0.00',
      isSufficient: true,
      isAccepted: true,
    });
  });
  it('finds nothing in a closed account, whatever lapsed there', () => {
    expect(checked('1', 0, {}, promo('A', '5'), close())).toEqual({
      pays: [],
      available: '0.00',
      shortfall: '1.00',
      isSufficient: false,
      isAccepted: false,
    });
  });
  it('tells what buckets cover from what a charge may overdraw', () => {
    expect(checked('15', 0, {}, purchase('P', '10'))).toMatchObject({
      shortfall: '5.00',
      isSufficient: false,
      isAccepted: true,
    });
    expect(checked('20.01', 0, {}, purchase('P', '10'))).toMatchObject({
      shortfall: '10.01',
      isSufficient: false,
      isAccepted: false,
    });
    expect(checked('5.01', 0, {}, promo('A', '5'))).toMatchObject({
      shortfall: '0.01',
      isSufficient: false,
      isAccepted: false,
    });
  });
  it('sees what has fallen due, recorded or not', () => {
    const history = [promo('A', '5', { expires: hours(1) }), promo('B', '3', { effective: hours(1) })];
    expect(checked('3', hours(1) - 1, {}, ...history)).toMatchObject({ pays: ['A 3.00'], available: '5.00' });
    expect(checked('3', hours(1), {}, ...history)).toMatchObject({ pays: ['B 3.00'], available: '3.00' });
  });
  it('accepts nothing once the deadline has passed, though buckets cover it', () => {
    const history = [record('1'), promo('scoped', '5', { models: ['llama'] })];
    expect(checked('1', minutes(5) - 1, { model: 'llama' }, ...history)).toMatchObject({
      isSufficient: true,
      isAccepted: true,
    });
    expect(checked('1', minutes(5), { model: 'llama' }, ...history)).toMatchObject({
      isSufficient: true,
      isAccepted: false,
    });
  });
  it('accepts nothing on a closed account', () => {
    expect(checked('0', days(1), {}, promo('A', '1'), charge('1'), close())).toMatchObject({ isAccepted: false });
  });

  it('says what a charge would be answered, and changes nothing', () => {
    fc.assert(
      fc.property(
        histories(16),
        fc.constantFrom('0.01', '3', '12', '25'),
        fc.nat(9 * 86_400_000),
        (history, cost, ms) => {
          for (const { after: account, now, log } of play(history)) {
            const later: Instant = instant(now + ms);
            const usage = { product: 'inference', model: 'llama' };
            const before = JSON.stringify(account);
            const check = checkCredits(account, usage, amount(cost), later);
            expect(JSON.stringify(account)).toBe(before);
            const data = { ...usage, cost: amount(cost), mode: 'authorize' };
            const { events, refused } = decideWithLog(account, commandFrom('ChargeUsage', data, now + ms, 'ann'), log);
            expect(check.isAccepted).toBe(refused === null);
            const lines = events.flatMap((event) => (event.type === 'UsageCharged' ? event.data.lines : []));
            const charged = lines.find(({ period }) => period === undefined);
            if (charged) expect([check.lines, check.shortfall]).toEqual([charged.allocation, charged.overdraft]);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
