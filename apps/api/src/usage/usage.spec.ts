import { describe, expect, it } from '@jest/globals';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { logged } from '../history/testing/logged.js';
import { UsageHandler, UsageQuery } from './usage.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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
      const view = await handler.execute(new UsageQuery('acme', { from: range[0], to: range[1] }));
      return [view.total, ...view.items.map((l) => [l.day?.slice(8), l.product, l.model, l.charges, l.amount])];
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

  it('adds by what is asked for, in the hours and days of a time zone', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    ledger.charge('1', { model: 'llama', resourceId: 'vm-1' });
    ledger.charge('2', { model: 'llama' });
    ledger.wait(12 * HOUR).charge('4', { product: 'vm', resourceId: 'vm-1' });
    const handler = new UsageHandler(await logged('acme', ledger.events, () => ledger.now));
    const items = async (by: string, timeZone = 'UTC') => {
      const view = await handler.execute(new UsageQuery('acme', {}, { by, timeZone }));
      const names = [...by.split(','), 'amount'] as const;
      return view.items.map((line) => Object.fromEntries(names.map((name) => [name, line[name as 'amount']])));
    };
    expect(await items('resource')).toEqual([
      { resource: null, amount: '2.00' },
      { resource: 'vm-1', amount: '5.00' },
    ]);
    expect(await items('model,product')).toEqual([
      { model: null, product: 'vm', amount: '4.00' },
      { model: 'llama', product: 'inference', amount: '3.00' },
    ]);
    const [first, second] = [START, later(START, 12 * HOUR)].map((at) => `${at.slice(0, 13)}:00:00+00:00`);
    expect(await items('hour')).toEqual([
      { hour: first, amount: '3.00' },
      { hour: second, amount: '4.00' },
    ]);
    const days = async (timeZone: string) => (await items('day', timeZone)).map(({ day }) => day?.slice(8));
    expect([await days('UTC'), await days('Pacific/Kiritimati')]).toEqual([['21', '22'], ['22']]);
    for (const [by, timeZone, field] of [
      ['colour', 'UTC', 'by'],
      ['day,day', 'UTC', 'by'],
      ['day', '+02:00', 'timeZone'],
    ] as const) {
      await expect(items(by, timeZone)).rejects.toMatchObject({ code: 'invalid', field });
    }
  });
});
