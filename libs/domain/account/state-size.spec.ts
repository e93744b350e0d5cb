import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from './events.js';
import { accountOfLongHistory, bytesOf, longHistories, openThings } from '../testing/long-histories.js';
import { World, opened } from '../testing/scenario.js';
import { charge, promo, purchase, record, refund, voiding } from '../testing/steps.js';

/** What one open thing takes at most, and an account that has none: ids, settings, amounts of 18 decimals. */
const BYTES_PER_THING = 420;
const BYTES_OF_NONE = 900;

describe('the state of an account is as large as what is open (design 3), and no larger for its past', () => {
  it('over long histories of charges, refunds in part, voids and repayments', () => {
    fc.assert(
      fc.property(longHistories, (acts) => {
        for (const account of accountOfLongHistory(acts)) {
          const things = openThings(account);
          expect(bytesOf(things)).toBeLessThanOrEqual(BYTES_PER_THING * (things.length + 1));
          expect(bytesOf(account) - bytesOf(things)).toBeLessThanOrEqual(BYTES_OF_NONE);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('after 2,000 refunds of 1,000 charges it is what it was after the first', () => {
    const world = new World();
    for (const step of [opened(), purchase('P', '100')]) world.do(step);
    const after = (from: number, to: number) => {
      for (let nth = from; nth < to; nth++) {
        const label = `charge ${nth}`;
        for (const step of [charge('1', { as: label }), refund(label, '0.5'), refund(label)]) world.do(step);
        expect(world.refusal).toBeUndefined();
      }
      return bytesOf(world.account);
    };
    const [first, last] = [after(0, 1), after(1, 1_000)];
    expect(last - first).toBeLessThan(10);
  }, 60_000);

  it('but a refund still knows what was given back, who repaid and what was voided', () => {
    const world = new World();
    const types = (): AccountEvent['type'][] => world.written.map(({ type }) => type);
    for (const step of [opened(), purchase('P', '10'), promo('A', '1'), record('20', { as: 'old' })]) world.do(step);
    for (let nth = 0; nth < 12; nth++) world.do(promo(`R${nth}`, '1'));
    for (const step of [refund('old', '3'), refund('old', '4')]) world.do(step);
    expect(world.refusal).toBeUndefined();
    world.do(refund('old', '13.01'));
    expect(world.refusal?.details).toEqual({ refundable: '13.00' });
    for (const step of [voiding('R0'), promo('B', '5', { expires: 1 })]) world.do(step);
    world.written = [];
    world.do(refund('old'));
    expect(types()).toContain('UsageRefunded');
    world.do(refund('old'));
    expect(world.refusal?.code).toBe('exceeds-charge');
  });
});
