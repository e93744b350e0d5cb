import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { type HoldRow, holds } from './holds.projection.js';
import { HOLDS_PER_LIST, NEWEST, type PlacedRow, olderKey } from './placed.js';

describe('the holds of an account', () => {
  it('stay when they are settled, with what became of them', () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    const ids = [1, 2, 3, 4, 5].map((nth) => {
      const data = { amount: amount('10'), product: 'vm', resourceId: `vm-${nth}`, expiresInSeconds: 60 * nth };
      const [placed] = ledger.do({ type: 'PlaceHold', data });
      return placed?.type === 'HoldPlaced' ? placed.data.holdId : '';
    });
    const [whole = '', part = '', given = '', running = '', open = ''] = ids;
    ledger.do({ type: 'CaptureHold', data: { holdId: whole, isFinal: false } });
    ledger.do({ type: 'CaptureHold', data: { holdId: part, amount: amount('1'), isFinal: false } });
    ledger.do({ type: 'CaptureHold', data: { holdId: part, amount: amount('2'), isFinal: true } });
    ledger.do({ type: 'CaptureHold', data: { holdId: given, amount: amount('4'), isFinal: false } });
    ledger.do({ type: 'ReleaseHold', data: { holdId: given } });
    ledger.wait(240_000).do({ type: 'RecordDue', data: {} });
    const { rows: all } = projected(holds, ledger.events);
    const rows = ids.map((id) => all.get(id) as HoldRow);
    expect(rows.map((row) => [row.holdId, row.status, row.captured, row.held, row.settledAt])).toEqual([
      [whole, 'captured', '10.00', '0.00', START],
      [part, 'captured', '3.00', '0.00', START],
      [given, 'released', '4.00', '0.00', START],
      [running, 'expired', '0.00', '0.00', later(START, 240_000)],
      [open, 'held', '0.00', '10.00', undefined],
    ]);
    expect(rows[4]).toMatchObject({ amount: '10.00', product: 'vm', resourceId: 'vm-5', placedAt: START });
  });

  it('stand in lists in the order in which they were placed, of which placing one changes the newest alone', () => {
    const ledger = new Ledger();
    ledger.purchase('300');
    const revisions: number[] = [];
    for (let nth = 0; nth <= 2 * HOLDS_PER_LIST; nth++) {
      const [placed] = ledger.do({ type: 'PlaceHold', data: { amount: amount('1'), product: 'vm' } });
      revisions.push(placed?.revision ?? 0);
    }
    const { rows } = projected(holds, ledger.events);
    const lists = [olderKey(0), olderKey(1), NEWEST].map((key) => rows.get(key) as PlacedRow);
    expect(lists.map(({ full }) => full)).toEqual([0, 1, 2]);
    expect(lists.flatMap((list) => list.revisions)).toEqual(revisions);
    expect(rows.get(olderKey(2))).toBeUndefined();
  });
});
