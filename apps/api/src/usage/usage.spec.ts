import { describe, expect, it } from '@jest/globals';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { logged } from '../history/testing/logged.js';
import { UsageHandler, UsageQuery } from './usage.js';

const DAY = 86_400_000;

describe('a summary of usage', () => {
  it('adds charges by day, product and model, in business time, less what was refunded', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    ledger.charge('3', { model: 'llama' });
    const refunded = ledger.charge('4', { model: 'llama' });
    ledger.charge('5', { product: 'vm' });
    ledger.wait(DAY).do({ type: 'Refund', data: { transactionId: refunded } });
    ledger.charge('6', { product: 'vm', occurredAt: later(START, 1000) });
    ledger.charge('7', { product: 'vm' });
    const handler = new UsageHandler(await logged('acme', ledger.events, () => ledger.now));
    const items = async (...range: [from?: typeof START, to?: typeof START]) => {
      const view = await handler.execute(new UsageQuery('acme', ...range));
      return [view.total, ...view.items.map((l) => [l.day.slice(8), l.product, l.model, l.charges, l.amount])];
    };
    expect(await items()).toEqual([
      '21.00',
      ['21', 'inference', 'llama', 2, '7.00'],
      ['21', 'vm', null, 2, '11.00'],
      ['22', 'inference', 'llama', 0, '-4.00'],
      ['22', 'vm', null, 1, '7.00'],
    ]);
    expect(await items(START, START)).toMatchObject(['12.00', {}, {}]);
    expect(await items(later(START, 1), later(START, 1000))).toEqual(['6.00', ['21', 'vm', null, 1, '6.00']]);
    expect(await items(later(START, DAY))).toEqual([
      '3.00',
      ['22', 'inference', 'llama', 0, '-4.00'],
      ['22', 'vm', null, 1, '7.00'],
    ]);
    const [first, last] = ['0000-01-01T00:00:00.000Z' as typeof START, '9999-12-31T23:59:59.999Z' as typeof START];
    expect(await items(START, last)).toMatchObject(['21.00', {}, {}, {}, {}]);
    expect(await items(first, last)).toMatchObject(['21.00', {}, {}, {}, {}]);
    expect(await items(undefined, last)).toMatchObject(['21.00', {}, {}, {}, {}]);
    expect(await items(undefined, '1969-12-31T00:00:00.000Z' as typeof START)).toEqual(['0.00']);
    await expect(items(later(START, 1), START)).rejects.toMatchObject({ code: 'invalid', field: 'from' });
  });
});
