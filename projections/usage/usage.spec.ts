import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf } from '#domain/account/entries.js';
import { sum } from '#domain/money.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import type { DirectoryRow } from './directory.js';
import { usageBetween, usageKeys } from './usage-between.js';
import { DIRECTORY, type HourRow, NEWEST, type UsageRow, usage } from './usage.projection.js';
import { usesIn } from './uses.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const EVER = { from: '0000-01-01T00:00:00.000Z', to: '9999-12-31T23:59:59.999Z' } as Parameters<typeof usageKeys>[2];

/** As a reader does it: with the rows of the keys, no others. */
function read(ledger: Ledger, between = EVER) {
  const { rows } = projected(usage, ledger.events);
  const newest = (rows.get(NEWEST) as HourRow | undefined) ?? null;
  const keys = usageKeys((rows.get(DIRECTORY) as DirectoryRow | undefined) ?? null, newest, between);
  const named = keys.map((key) => rows.get(key) as UsageRow);
  return { rows, keys, ...usageBetween(newest, named, between) };
}

const chargedIn = ({ whole }: ReturnType<typeof read>) => sum(whole.flatMap(({ sums }) => sums.map((each) => each[4])));

describe('the usage of an account', () => {
  it('has a row for each hour that was used, and a charge changes that of the newest alone', () => {
    const ledger = new Ledger();
    ledger.charge('1');
    ledger.wait(20 * MINUTE_MS).charge('2');
    ledger.wait(5 * HOUR_MS).charge('4');
    const before = read(ledger);
    expect([...before.rows.keys()].toSorted()).toEqual([DIRECTORY, ...before.keys, NEWEST].toSorted());
    expect(before.keys).toHaveLength(1);
    ledger.charge('8');
    const after = read(ledger);
    const changed = [...after.rows].filter(
      ([key, row]) => JSON.stringify(row) !== JSON.stringify(before.rows.get(key)),
    );
    expect(changed.map(([key]) => key)).toEqual([NEWEST]);
    expect(after.whole.map(({ sums }) => sums.map((each) => [each[3], each[4]]))).toEqual([
      [[2, '12.00']],
      [[1, '1.00']],
      [[1, '2.00']],
    ]);
  });

  it('counts late usage where it was used', () => {
    const ledger = new Ledger();
    ledger.wait(3 * HOUR_MS).charge('1');
    ledger.charge('2', { occurredAt: later(START, MINUTE_MS) });
    const { whole } = read(ledger, { from: START, to: later(START, HOUR_MS) });
    expect(whole.map(({ sums }) => sums)).toEqual([[['inference', null, null, 1, '2.00', '0.00']]]);
  });

  it('names the entries of what a range divides, and few others', () => {
    const ledger = new Ledger();
    ledger.wait(MINUTE_MS).charge('1');
    const first = ledger.account.revision;
    for (let n = 0; n < 100; n++) ledger.wait(HOUR_MS).charge('1');
    ledger.charge('2', { occurredAt: later(ledger.now, -50 * HOUR_MS) });
    const { runs, divided } = read(ledger, { from: later(START, MINUTE_MS + 1), to: ledger.now });
    expect([runs, divided.size]).toEqual([[], 0]);
    ledger.charge('4', { occurredAt: later(ledger.now, -50 * HOUR_MS - MINUTE_MS) });
    const last = ledger.account.revision;
    const between = { from: later(ledger.now, -50 * HOUR_MS), to: ledger.now };
    expect(read(ledger, between).runs.reduce((count, [from, to]) => count + to - from + 1, 0)).toBeLessThan(
      last - first,
    );
  });

  it('puts aside what has become large, so that no charge rewrites more, whatever it names', () => {
    const ledger = new Ledger();
    for (let n = 0; n < 300; n++) ledger.charge('1', { resourceId: `request-${n}` });
    ledger.wait(2 * HOUR_MS).charge('1');
    for (let n = 0; n < 300; n++) ledger.charge('1', { resourceId: `late-${n}`, occurredAt: START });
    const reading = read(ledger);
    expect(chargedIn(reading)).toBe('601.00');
    expect(Math.max(...[...reading.rows.values()].map((row) => JSON.stringify(row).length))).toBeLessThan(12_000);
  });

  it('is all that was charged and refunded, in every history', () => {
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger, packed }) => {
        const uses = ledger.events.flatMap(entriesOf).flatMap(usesIn);
        const { whole } = read(Object.assign(new Ledger(), { events: packed }));
        const sums = whole.flatMap((each) => each.sums);
        expect(sum(sums.map((each) => each[4]))).toBe(sum(uses.map(({ charged }) => charged)));
        expect(sum(sums.map((each) => each[5]))).toBe(sum(uses.map(({ refunded }) => refunded)));
        expect(sums.reduce((count, each) => count + each[3], 0)).toBe(uses.filter(({ charges }) => charges > 0).length);
      }),
      { numRuns: 100 },
    );
  });
});
