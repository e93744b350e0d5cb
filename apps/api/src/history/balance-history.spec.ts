/** Rule 9.3: points of the balance's total in time are what the log folds to at these times. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceOf } from '#domain/account/balance.js';
import { type Instant, milliseconds, shifted } from '#domain/messages.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import type { AccountLog } from '#from-log/account-log.js';
import { Folded } from '../queries/folded.js';
import { Live } from '../queries/live.js';
import { BalanceHistoryHandler, BalanceHistoryQuery } from './balance-history.js';
import { logged } from '#from-log/testing/logged.js';
import { readerOver } from './testing/projected-reader.js';

async function over(ledger: Ledger) {
  const answered = new ReadYourWrites();
  const log = await logged('acme', ledger.events, () => ledger.now);
  const live = new Live(readerOver(ledger), answered, log, new Folded(log, answered));
  const handler = new BalanceHistoryHandler(live, () => ledger.now);
  const history = (from?: Instant, to?: Instant, points?: number) =>
    handler.execute(new BalanceHistoryQuery('acme', { from, to }, points));
  return { history, log };
}

/** At its recording whatever had fallen due was recorded with it; what falls due later is a line of later. */
async function recordedTotal(log: AccountLog, at: Instant) {
  const last = await log.entry('acme', await log.revisionAt('acme', at));
  if (last === null) return '0.00';
  return balanceOf(await log.stateAt('acme', last.revision), last.recordedAt).total;
}

describe('the balance in time', () => {
  it('is what the log folds to at each point, of any window of any history', async () => {
    const window = fc.record({
      before: fc.integer({ min: 0, max: 90 * 86_400_000 }),
      length: fc.integer({ min: 0, max: 60 * 86_400_000 }),
      points: fc.integer({ min: 2, max: 12 }),
    });
    let moving = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, window, async ({ ledger }, { before, length, points }) => {
        const { history, log } = await over(ledger);
        const from = shifted(ledger.now, -before);
        const { points: found } = await history(from, shifted(from, length), points);
        for (const { at, total } of found) {
          expect([at, total]).toEqual([at, await recordedTotal(log, at)]);
        }
        moving += new Set(found.map(({ total }) => total)).size > 1 ? 1 : 0;
      }),
      { numRuns: 40 },
    );
    expect(moving).toBeGreaterThan(8);
  });

  it('begins and ends with its window, at even distances; the last 30 days if nothing is said', async () => {
    const ledger = new Ledger();
    ledger.wait(1_000).grant('8');
    const { history } = await over(ledger);
    const { from, to, points, revision } = await history(undefined, undefined, 5);
    expect({ to, revision }).toEqual({ to: ledger.now, revision: ledger.account.revision });
    expect(milliseconds(to) - milliseconds(from)).toBe(30 * 86_400_000);
    const distance = (30 / 4) * 86_400_000;
    expect(points.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4].map((nth) => shifted(from, nth * distance)));
    expect(points.map(({ total }) => total)).toEqual(['0.00', '0.00', '0.00', '0.00', '8.00']);
    const instants = (await history(shifted(to, -2), to, 100)).points.map(({ at }) => at);
    expect(instants).toEqual([shifted(to, -2), shifted(to, -1), to]);
    await expect(history(to, shifted(to, -1))).rejects.toMatchObject({ code: 'invalid', field: 'from' });
  });
});
