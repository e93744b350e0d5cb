import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { unjoined } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import { balanceAt, unrecordedBy } from '#domain/account/reading.js';
import { unopened } from '#domain/account/state.js';
import { steadyUntil } from '#domain/account/steady-balance.js';
import { milliseconds } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { DraftRows } from '#read-models/projection/draft-rows.js';
import type { OwnRows } from '#read-models/projection/projection.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { balanceIn, unrecordedIn } from './balance-at.js';
import { type BalanceRow, rowOf } from './balance-row.js';
import { ACCOUNT, DUE, balance } from './balance.projection.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const rowIn = (ledger: Ledger): BalanceRow => projected(balance, ledger.events).rows.get(ACCOUNT) ?? rowOf(unopened);
/** The parts of the row that events write, on the row that there is. */
function writtenBy(row: BalanceRow | null, events: readonly AccountEvent[]): Readonly<Record<string, string>> {
  const rows = new DraftRows(balance, true, []);
  if (row) rows.learn('every row', new Map([[ACCOUNT, row]]));
  for (const entry of events.flatMap(unjoined)) balance.evolve(rows as OwnRows<BalanceRow>, entry);
  const { changed } = rows;
  const names = balance.parts?.names.filter((_, part) => changed?.hasPart(0, part)) ?? [];
  const after = rows.get(ACCOUNT) as BalanceRow;
  return Object.fromEntries(names.map((name) => [name, balance.parts?.json[name]?.(after) ?? '']));
}
const sizeOf = (written: Readonly<Record<string, string>>): number => JSON.stringify(written).length;
const dueOf = (ledger: Ledger) => balance.indexes?.[DUE]?.(rowIn(ledger)) ?? null;
/** As it comes back from Redis. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * A prepaid bucket that has left the state and comes back is dated anew, and a row may have kept it for longer, as it does not
 * see every entry: prepaid pays for usage of any time.
 */
const undated = (row: BalanceRow) => ({
  ...row,
  buckets: row.buckets.map(({ effectiveAt, ...bucket }) =>
    bucket.kind === 'prepaid' ? bucket : { ...bucket, effectiveAt },
  ),
});

describe('the balance of an account', () => {
  it('is computed for the moment of reading, recorded or not', () => {
    const ledger = new Ledger();
    ledger.grant('5', { expiresAt: later(START, DAY_MS) });
    const row = rowIn(ledger);
    expect(balanceIn(row, later(START, DAY_MS - 1)).available).toBe('5.00');
    expect(balanceIn(row, later(START, DAY_MS)).available).toBe('0.00');
  });

  it('is what the account says in every history, packed or not, now and later', () => {
    fc.assert(
      fc.property(arbitraryLedger, fc.nat(40 * DAY_MS), ({ ledger, packed }, laterMs) => {
        const row = projected(balance, packed).rows.get(ACCOUNT)!;
        expect(undated(row)).toEqual(undated(stored(rowOf(ledger.account))));
        for (const at of [ledger.now, later(ledger.now, laterMs)]) {
          expect(balanceIn(row, at)).toEqual(balanceAt(ledger.account, at));
          expect(unrecordedIn(row, at)).toEqual(unrecordedBy(ledger.account, at));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lets go of buckets that have long ended with any entry, an approval of a withdrawal too', () => {
    const ledger = new Ledger();
    ledger.purchase('20');
    const bucketId = ledger.grant('5');
    ledger.do({ type: 'VoidPromo', data: { bucketId } });
    ledger.do({ type: 'RequestWithdrawal', data: { amount: amount('5'), destination: 'bank account 7' } });
    const [withdrawalId = ''] = Object.keys(ledger.account.withdrawals);
    ledger.wait(4 * DAY_MS).do({ type: 'ApproveWithdrawal', data: { withdrawalId } }, 'reviewer');
    expect(rowIn(ledger).buckets.map((bucket) => bucket.kind)).toEqual(['prepaid']);
    expect(rowIn(ledger)).toEqual(rowOf(ledger.account));
  });

  it('is stored so that a charge writes what moved, and not the terms', () => {
    const ledger = new Ledger();
    ledger.purchase('20');
    ledger.grant('5', { expiresAt: later(START, DAY_MS) });
    const before = rowIn(ledger);
    const opened = sizeOf(writtenBy(null, ledger.events));
    const known = ledger.events.length;
    ledger.charge('1');
    const charged = writtenBy(before, ledger.events.slice(known));
    expect(Object.keys(charged)).toEqual(['amounts']);
    expect(sizeOf(charged)).toBeLessThan(opened / 4);
    ledger.grant('1');
    expect(Object.keys(writtenBy(before, ledger.events.slice(known)))).toEqual(['terms', 'amounts']);
  });

  it('has nothing of the terms that commands are decided on', () => {
    const ledger = new Ledger();
    ledger.purchase('20');
    ledger.purchase('30', 'pending');
    ledger.do({ type: 'RequestWithdrawal', data: { amount: amount('5'), destination: 'bank account 7' } });
    const resource = { resourceId: 'vm-1', kind: 'instance', product: 'compute', ratePerHour: amount('2') } as const;
    ledger.do({ type: 'StartResource', data: resource });
    const text = JSON.stringify(writtenBy(null, ledger.events));
    for (const term of ['bank account 7', 'pay.example', 'supportGrantLimit', 'usdc']) {
      expect(text).not.toContain(term);
    }
  });

  it('is due when its next bucket becomes effective or expires, and at the end of grace', () => {
    const ledger = new Ledger();
    expect(dueOf(ledger)).toBeNull();
    const expiresAt = later(START, 2 * DAY_MS);
    ledger.grant('5', { effectiveAt: later(START, DAY_MS), expiresAt });
    expect(dueOf(ledger)).toBe(milliseconds(later(START, DAY_MS)));
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    expect(dueOf(ledger)).toBe(milliseconds(expiresAt));
    ledger.charge('6');
    expect(dueOf(ledger)).toBe(milliseconds(later(ledger.now, 300_000)));
    ledger.wait(300_000).do({ type: 'RecordDue', data: {} });
    expect(dueOf(ledger)).toBeNull();
  });

  it('stays what it is, but for its time, for as long as it is said to', () => {
    let steady = 0;
    fc.assert(
      fc.property(arbitraryLedger, fc.array(fc.nat(45 * 24 * 60), { maxLength: 4 }), ({ ledger }, minutes) => {
        const row = rowIn(ledger);
        for (const at of [ledger.now, ...minutes.map((count) => later(ledger.now, count * 60_000))]) {
          const until = steadyUntil(row, at);
          expect(until >= at).toBe(true);
          if (until === at) continue;
          steady++;
          const last = later(until, -1);
          expect({ ...balanceAt(row, last), asOf: at }).toEqual(balanceAt(row, at));
        }
      }),
      { numRuns: 200 },
    );
    expect(steady).toBeGreaterThan(100);
  });
});
