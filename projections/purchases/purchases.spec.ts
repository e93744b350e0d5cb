import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { purchases } from './purchases.projection.js';

const purchaseIn = (ledger: Ledger): string =>
  ledger.events.flatMap((event) => (event.type === 'PurchaseOpened' ? [event.data.purchaseId] : [])).at(-1) ?? '';

function open(ledger: Ledger, method: 'card' | 'request' | 'usdc', more: object = {}): string {
  ledger.wait(1000);
  const order = { amount: amount('20'), paymentMethod: method, status: 'pending' as const, ...more };
  ledger.do({ type: 'PurchasePrepaid', data: order });
  return purchaseIn(ledger);
}

const rowsOf = (ledger: Ledger) => [...projected(purchases, ledger.events).rows.values()];

describe('the purchases of an account', () => {
  it('stay when they are settled, with what became of them and when', () => {
    const ledger = new Ledger();
    const [completed, failed, rejected, approved, unpaid, reversed] = [
      open(ledger, 'card', { metadata: { project: 'vision' } }),
      open(ledger, 'card'),
      open(ledger, 'request'),
      open(ledger, 'request'),
      open(ledger, 'request'),
      open(ledger, 'usdc', { status: 'completed' }),
    ] as const;
    open(ledger, 'card');
    ledger.wait(1000);
    ledger.do({ type: 'CompletePurchase', data: { purchaseId: completed } });
    ledger.do({ type: 'FailPurchase', data: { purchaseId: failed } });
    ledger.do({ type: 'RejectPurchase', data: { purchaseId: rejected } }, 'ann');
    ledger.do({ type: 'ApprovePurchase', data: { purchaseId: approved, paid: true } }, 'ann');
    ledger.do({ type: 'ApprovePurchase', data: { purchaseId: unpaid, paid: false } }, 'bob');
    ledger.do({ type: 'ReversePurchase', data: { purchaseId: reversed } });
    const rows = rowsOf(ledger);
    expect(rows.map(({ status, approvedBy, settledAt }) => [status, approvedBy, settledAt !== null])).toEqual([
      ['completed', null, true],
      ['failed', null, true],
      ['rejected', null, true],
      ['completed', 'ann', true],
      ['approved', 'bob', false],
      ['reversed', null, true],
      ['pending', null, false],
    ]);
    expect(rows[0]).toEqual({
      purchaseId: completed,
      revision: 2,
      credits: '20.00',
      fee: '0.60',
      total: '20.60',
      paymentMethod: 'card',
      status: 'completed',
      openedAt: later(START, 1000),
      settledAt: ledger.now,
      approvedBy: null,
      metadata: { project: 'vision' },
    });
  });

  it('stand in the index of their status, by when they were opened', () => {
    const ledger = new Ledger();
    const purchaseId = open(ledger, 'card');
    const standing = () => {
      const [row] = rowsOf(ledger);
      return Object.entries(purchases.indexes ?? {}).flatMap(([name, scoreOf]) => {
        const score = row && scoreOf(row);
        return score === null ? [] : [[name, score]];
      });
    };
    expect(standing()).toEqual([['pending', Date.parse(START) + 1000]]);
    ledger.wait(1000).do({ type: 'CompletePurchase', data: { purchaseId } });
    expect(standing()).toEqual([['completed', Date.parse(START) + 1000]]);
  });

  it('are in the order of their keys, which lead to their entries', () => {
    const ledger = new Ledger();
    for (let nth = 0; nth < 12; nth++) open(ledger, 'card');
    const keys = [...projected(purchases, ledger.events).rows.keys()];
    expect(keys).toEqual(keys.toSorted());
  });
});
