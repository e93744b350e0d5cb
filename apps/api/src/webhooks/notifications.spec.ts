import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, later } from '#read-models/testing/ledger.js';
import { logged } from '#from-log/testing/logged.js';
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

  it('name the threshold that credits have crossed, and what is left (rule 6.14)', async () => {
    const ledger = new Ledger('acme', 'aaaaaaaaaaaa', { alertThresholds: ['5', '2'].map(amount) });
    ledger.grant('10');
    ledger.charge('9');
    const handler = new NotificationsHandler(await logged('acme', ledger.events, () => ledger.now));
    const { items } = await handler.execute(new NotificationsQuery('acme', 50));
    expect(items.map(({ type, revision, data }) => ({ type, revision, data }))).toEqual([
      { type: 'credits.low', revision: 5, data: { threshold: '2.00', available: '1.00' } },
      { type: 'credits.low', revision: 4, data: { threshold: '5.00', available: '1.00' } },
    ]);
  });

  it('are paged between two of one entry: what it is, and what has become of the credits (rule 6.14)', async () => {
    const ledger = new Ledger();
    ledger.purchase('10');
    ledger.charge('10');
    ledger.purchase('10');
    const handler = new NotificationsHandler(await logged('acme', ledger.events, () => ledger.now));
    const types: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await handler.execute(new NotificationsQuery('acme', 1, cursor));
      types.push(...page.items.map(({ type }) => type));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(types).toEqual(['credits.recovered', 'purchase.completed', 'credits.depleted', 'purchase.completed']);
  });

  it('name the plan that has ended', async () => {
    const ledger = new Ledger();
    const terms = { allowance: amount('1'), refreshHours: 24, scope: { products: ['inference'] } };
    ledger.do({ type: 'ChoosePlan', data: { plan: 'professional', terms, paidUntil: later(ledger.now, 3_600_000) } });
    ledger.wait(3_600_000).do({ type: 'RecordDue', data: {} });
    const handler = new NotificationsHandler(await logged('acme', ledger.events, () => ledger.now));
    const { items } = await handler.execute(new NotificationsQuery('acme', 50));
    expect(items.map(({ type, data }) => [type, data])).toEqual([
      ['credits.depleted', {}],
      ['plan.ended', { plan: 'professional' }],
    ]);
  });
});
