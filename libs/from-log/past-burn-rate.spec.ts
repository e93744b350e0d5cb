import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf } from '#domain/account/entries.js';
import { amount } from '#domain/money.js';
import { burnRateAt } from '#projections/burn-rate/burn-rate-at.js';
import { burnRate } from '#projections/burn-rate/burn-rate.projection.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { logged } from './testing/logged.js';
import { burnRateOf } from './past-burn-rate.js';

const HOUR_MS = 3_600_000;

describe('the burn rate of a cut', () => {
  it('counts what was used in the hour before it, its end included, and is recorded by then', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    ledger.do({
      type: 'StartResource',
      data: { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: amount('0.5') },
    });
    ledger.charge('1');
    ledger.wait(HOUR_MS).charge('2');
    ledger.wait(1).charge('4', { occurredAt: later(START, HOUR_MS - 1) });
    const log = await logged(ledger.accountId, ledger.events, () => ledger.now);
    const last = ledger.account.revision;
    const usage = async (revision: number, waitedMs: number) =>
      (await burnRateOf(log, ledger.account, { revision, at: later(START, waitedMs) })).usage;
    expect(await usage(last, 0)).toBe('1.00');
    expect(await usage(last, HOUR_MS - 1)).toBe('5.00');
    expect(await usage(last - 1, HOUR_MS - 1)).toBe('1.00');
    expect(await usage(last, HOUR_MS)).toBe('6.00');
    expect(await usage(last, 2 * HOUR_MS - 1)).toBe('2.00');
    expect(await burnRateOf(log, ledger.account, { revision: last, at: ledger.now })).toEqual({
      burnRate: '6.50',
      resources: '0.50',
      usage: '6.00',
    });
  });

  it('is what the read model showed then', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.nat(), async ({ ledger, packed }, pick) => {
        const log = await logged(ledger.accountId, packed, () => ledger.now);
        const known = packed.slice(0, (pick % packed.length) + 1);
        const { recordedAt: at } = known.at(-1)!;
        const revision = entriesOf(known.at(-1)!).at(-1)!.revision;
        const account = await log.stateAt(ledger.accountId, revision);
        expect(await burnRateOf(log, account, { revision, at })).toEqual(
          burnRateAt(projected(burnRate, known).rows, at),
        );
      }),
      { numRuns: 200 },
    );
  });
});
