import { describe, expect, it } from '@jest/globals';
import { Ledger } from '#read-models/testing/ledger.js';
import { logged } from '../history/testing/logged.js';
import { NotificationsHandler, NotificationsQuery } from './notifications.js';

describe('the notifications of an account', () => {
  it('are the newest first, page by page, however many entries lie between them', async () => {
    const ledger = new Ledger();
    for (let n = 0; n < 3; n++) {
      ledger.purchase('1000');
      for (let charge = 0; charge < 700; charge++) ledger.charge('0.01');
    }
    const handler = new NotificationsHandler(await logged('acme', ledger.events, () => ledger.now));
    const page = (limit: number, cursor?: string) => handler.execute(new NotificationsQuery('acme', limit, cursor));
    const first = await page(2);
    expect(first.items.map(({ type }) => type)).toEqual(['purchase.completed', 'purchase.completed']);
    const second = await page(2, first.nextCursor!);
    expect([second.items.length, second.nextCursor]).toEqual([1, null]);
    const revisions = [...first.items, ...second.items].map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a, b) => b - a));
    expect((await page(50)).items).toEqual([...first.items, ...second.items]);
  });
});
