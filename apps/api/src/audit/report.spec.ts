import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, shifted } from '#domain/messages.js';
import { type Amount, ZERO, add, negate } from '#domain/money.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { monthIn } from './month.js';
import { report } from './report.js';
import { type WholeLedger, arbitraryHistories, logAll } from './testing/whole-ledger.js';
import { trialBalance } from './trial-balance.js';

const EVERYTHING = 10_000;

/** The trial balance at a time, all customers together. */
async function balancesAt({ store }: WholeLedger, asOf: Instant): Promise<Record<string, Amount>> {
  const cut = { until: await endOfAccounts(store), asOf, isFinal: true };
  const { items } = await trialBalance(store, cut, EVERYTHING);
  const sums: Record<string, Amount> = {};
  for (const { account, balance } of items) {
    const [group, , part] = account.split(':');
    const title = group === 'customers' ? `customers:${part}` : account;
    sums[title] = add(sums[title] ?? ZERO, balance);
  }
  return sums;
}

const sumOf = (amounts: readonly Amount[]): Amount => amounts.reduce(add, ZERO);

describe("finance's report of a month (rule 9.14)", () => {
  it('ties to the trial balance at both ends, and moves as much as it moves back', async () => {
    let withBalances = 0;
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(arbitraryHistories, fc.nat(), async (histories, pick) => {
        const whole = await logAll(histories);
        const chosen = whole.events[pick % whole.events.length]!.event.recordedAt;
        const month = monthIn(chosen.slice(0, 7));
        const cut = { until: await endOfAccounts(whole.store), asOf: month.to, isFinal: true };
        const { items, usage, ...sums } = await report(whole.store, month, cut);
        const [before, after] = [await balancesAt(whole, shifted(month.from, -1)), await balancesAt(whole, month.to)];
        for (const { account, opening, reached, left, closing } of items) {
          expect([account, opening, closing]).toEqual([account, before[account] ?? ZERO, after[account] ?? ZERO]);
          expect(closing).toBe(sumOf([opening, reached, left]));
        }
        for (const { account, reached, left } of items.filter((each) => each.account.startsWith('usage:'))) {
          const ofKinds = usage.filter(({ product }) => `usage:${encodeURIComponent(product)}` === account);
          expect([account, sumOf(ofKinds.map((each) => each.charged))]).toEqual([account, reached]);
          expect([account, negate(sumOf(ofKinds.map((each) => each.refunded)))]).toEqual([account, left]);
        }
        for (const { kind } of usage) kinds.add(kind);
        const listed = new Set(items.map(({ account }) => account));
        expect(Object.keys({ ...before, ...after }).filter((account) => !listed.has(account))).toEqual([]);
        expect(sumOf(items.map(({ opening }) => opening))).toBe(ZERO);
        expect(sumOf(items.flatMap(({ reached, left }) => [reached, left]))).toBe(ZERO);
        const has = (at: Record<string, Amount>) =>
          sumOf(['bucket', 'held', 'withdrawals'].map((part) => at[`customers:${part}`] ?? ZERO));
        expect([sums.liabilityBefore, sums.liabilityAfter]).toEqual([has(before), has(after)]);
        withBalances += Object.keys(before).length;
      }),
      { numRuns: 60 },
    );
    expect(withBalances).toBeGreaterThan(0);
    expect([...kinds].toSorted()).toEqual(['allowance', 'debt', 'prepaid', 'promo']);
  });

  it('knows where months begin and end', () => {
    expect(monthIn('2026-12')).toEqual({
      name: '2026-12',
      from: '2026-12-01T00:00:00.000Z',
      to: '2026-12-31T23:59:59.999Z',
    });
    expect(monthIn('2028-02').to).toBe('2028-02-29T23:59:59.999Z');
    expect(monthIn('2026-11').to).toBe('2026-11-30T23:59:59.999Z');
  });
});
