import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf } from '#domain/account/entries.js';
import { chargesIn } from '#domain/account/event-table.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, amount, sum } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { burnRateAt, burnRateKeys, burnRateUntil, hoursRemaining } from './burn-rate-at.js';
import { burnRate } from './burn-rate.projection.js';
import type { BurnRateRow } from './burn-rate-row.js';
import { NEWEST } from './minutes.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;

/** As a reader does it: with the rows of the keys, no others. */
function at(rows: ReadonlyMap<string, BurnRateRow>, now: Instant) {
  return burnRateAt(new Map([...rows].filter(([key]) => burnRateKeys(now).includes(key))), now);
}
const rowsOf = (ledger: Ledger) => projected(burnRate, ledger.events).rows;

describe('the burn rate of an account', () => {
  it('counts usage of the last 60 minutes, to the millisecond', () => {
    const ledger = new Ledger();
    ledger.wait(1234).charge('3');
    const used = ledger.now;
    ledger.wait(600_000).charge('2');
    const rows = rowsOf(ledger);
    expect(at(rows, ledger.now).usage).toBe('5.00');
    expect(at(rows, later(used, HOUR_MS - 1)).usage).toBe('5.00');
    expect(at(rows, later(used, HOUR_MS)).usage).toBe('2.00');
    expect(at(rows, later(used, 2 * HOUR_MS)).usage).toBe('0.00');
  });

  it('goes by usage time, not by arrival', () => {
    const ledger = new Ledger();
    ledger.charge('3', { occurredAt: later(START, -2 * HOUR_MS) });
    ledger.charge('4', { occurredAt: later(START, -HOUR_MS / 2) });
    expect(at(rowsOf(ledger), START).usage).toBe('4.00');
  });

  it('adds the rates of what runs; suspended storage costs nothing', () => {
    const ledger = new Ledger();
    const start = (resourceId: string, kind: 'instance' | 'storage', rate: string) =>
      ledger.do({ type: 'StartResource', data: { resourceId, kind, product: 'vm', ratePerHour: amount(rate) } });
    ledger.grant('1');
    start('vm-1', 'instance', '3.60');
    start('vm-2', 'instance', '1');
    start('disk', 'storage', '0.40');
    ledger.do({ type: 'StopResource', data: { resourceId: 'vm-2' } });
    expect(at(rowsOf(ledger), START)).toEqual({ burnRate: '4.00', resources: '4.00', usage: '0.00' });
    ledger.charge('1');
    ledger.wait(300_000).do({ type: 'RecordDue', data: {} });
    expect(ledger.account.status).toBe('suspended');
    expect(at(rowsOf(ledger), ledger.now).resources).toBe('0.00');
    ledger.purchase('10');
    expect(at(rowsOf(ledger), ledger.now).resources).toBe('0.40');
  });

  it('tells the hours that what is left after accrued cost lasts, never below zero (rule 7.5)', () => {
    const left = (available: string, accrued: string) => ({ available: amount(available), accrued: amount(accrued) });
    expect(hoursRemaining(left('10', '0'), { burnRate: amount('3') })).toBe('3.33');
    expect(hoursRemaining(left('10', '1'), { burnRate: amount('3') })).toBe('3.00');
    expect(hoursRemaining(left('10', '10.01'), { burnRate: amount('3') })).toBe('0.00');
    expect(hoursRemaining(left('10', '0'), { burnRate: ZERO })).toBeNull();
  });

  it('keeps no more than the window, however much is used', () => {
    const ledger = new Ledger();
    for (let nth = 0; nth < 400; nth++) ledger.wait(nth % 2 ? 120_000 : 3).charge('0.01');
    const crowded = new Ledger();
    for (let nth = 0; nth < 400; nth++) crowded.wait(7).charge('0.01');
    expect(rowsOf(ledger).size).toBeLessThanOrEqual(64);
    expect(JSON.stringify([...rowsOf(crowded)]).length).toBeLessThan(4000);
    expect(at(rowsOf(crowded), crowded.now).usage).toBe('4.00');
  });

  it('changes the newest minute alone with a charge, and counts what comes late where it was used', () => {
    const ledger = new Ledger();
    ledger.charge('1');
    ledger.wait(120_000).charge('1');
    const before = rowsOf(ledger);
    for (let nth = 0; nth < 3; nth++) ledger.wait(1000).charge('1');
    const isChanged = ([key, row]: [string, BurnRateRow]) => JSON.stringify(row) !== JSON.stringify(before.get(key));
    expect([...rowsOf(ledger)].filter(isChanged).map(([key]) => key)).toEqual([NEWEST]);
    ledger.wait(120_000).charge('2');
    ledger.charge('4', { occurredAt: later(START, 500) });
    const rows = rowsOf(ledger);
    expect(at(rows, ledger.now).usage).toBe('11.00');
    expect(at(rows, later(START, HOUR_MS)).usage).toBe('10.00');
    expect(at(rows, later(START, HOUR_MS + 500)).usage).toBe('6.00');
  });

  it('is the sum of the charges of the window in every history', () => {
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger, packed }) => {
        const rows = projected(burnRate, packed).rows;
        const edge = later(ledger.now, -HOUR_MS);
        const charges = ledger.events.flatMap(entriesOf).flatMap(chargesIn);
        const inWindow = charges.filter((line) => line.effectiveAt > edge && line.period === undefined);
        expect(at(rows, ledger.now).usage).toBe(sum(inWindow.map((line): Amount => line.amount)));
        const running = Object.values(ledger.account.resources).filter((r) => r.isAccessible);
        expect(at(rows, ledger.now).resources).toBe(sum(running.map((r) => r.ratePerHour)));
      }),
      { numRuns: 300 },
    );
  });

  it('says until when it stays what it is, of the rows that it was computed of', () => {
    const use = fc.record({ waitMs: fc.oneof(fc.nat(3_000), fc.nat(30 * 60_000)), credits: fc.constantFrom('1', '2') });
    const uses = fc.array(use, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(uses, fc.array(fc.nat(80 * 60_000), { minLength: 1, maxLength: 5 }), (used, offsetsMs) => {
        const ledger = new Ledger();
        for (const { waitMs, credits } of used) ledger.wait(waitMs).charge(credits);
        const rows = rowsOf(ledger);
        for (const now of offsetsMs.map((ms) => later(ledger.now, ms))) {
          const last = later(burnRateUntil(rows, now), -1);
          expect(last >= now).toBe(true);
          expect(burnRateKeys(last)).toEqual(burnRateKeys(now));
          expect(at(rows, last)).toEqual(at(rows, now));
        }
      }),
      { numRuns: 300 },
    );
  });
});
