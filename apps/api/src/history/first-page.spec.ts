import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import type { AccountEvent } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import { encodeLine } from '#read-models/redis/lines.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { type RedisServer, startRedis } from '#read-models/testing/redis-server.js';
import { transactionView } from '#from-log/transaction-view.js';
import { itemsOf } from './stored-lines.js';
import { ReadModels, keysOfBuild } from './testing/read-models.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

let server: RedisServer;
const running: ReadModels[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function deployed(events: readonly AccountEvent[]): Promise<ReadModels> {
  const models = new ReadModels(server.url);
  running.push(models);
  await models.append('acme', events, -1);
  await models.whole();
  return models;
}

/** `count` charges, one of them of what clients may write. */
function charged(count: number): Ledger {
  const ledger = new Ledger();
  ledger.purchase('5000');
  for (let nth = 0; nth < count; nth++) ledger.wait(1000).charge('1', { resourceId: `vm-${nth}` });
  return ledger;
}

const NASTY = [
  '"',
  '\\',
  '\n',
  '\r',
  '\u2028',
  ']',
  '[',
  '{',
  '}',
  ',',
  '$1',
  '$&',
  '\u0000',
  '😀',
  '\ud800',
  'null',
  '[1,"',
];
const nasty = fc.array(fc.constantFrom(...NASTY), { maxLength: 6 }).map((parts) => parts.join(''));

describe('the first page of transactions', () => {
  it('is sent with the bytes of the page that is made item by item, for any history and limit', async () => {
    const models = new ReadModels(server.url);
    running.push(models);
    let [nth, asStored] = [0, 0];
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.integer({ min: 1, max: 20 }), async ({ packed, ledger }, limit) => {
        const accountId = `any-${nth++}`;
        await models.append(accountId, packed, -1);
        await models.whole();
        for (const each of [limit, 500]) {
          const first = await models.firstPage(accountId, ledger.now, each);
          if (first.asStored === null) continue;
          asStored++;
          expect(first.asStored).toBe(JSON.stringify(first.page));
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
    expect(asStored).toBeGreaterThan(0);
  });

  it('is written as it is stored, at the ends of lists too', async () => {
    const ledger = charged(600);
    for (const count of [3, 63, 64, 65, 113, 114, 115, 127, 128, 600]) {
      const models = await deployed(ledger.events.slice(0, count));
      const { asStored, page } = await models.firstPage('acme', ledger.now, 50);
      expect(asStored).toBe(JSON.stringify(page));
      expect(page.items).toHaveLength(Math.min(50, count - 2));
    }
  });

  it('is made item by item where something is open, accumulates or is lost', async () => {
    const ledger = charged(60);
    const models = await deployed(ledger.events);
    expect((await models.firstPage('acme', ledger.now, 50)).asStored).not.toBeNull();
    const begun = ledger.events.length;
    const purchaseId = ledger.purchase('30', 'pending');
    const open = await deployed(ledger.events);
    expect((await open.firstPage('acme', ledger.now, 50)).asStored).toBeNull();
    ledger.do({ type: 'FailPurchase', data: { purchaseId } });
    const rate = { kind: 'instance', product: 'vm', ratePerHour: amount('1') } as const;
    ledger.do({ type: 'StartResource', data: { resourceId: 'vm', ...rate } });
    ledger.wait(60_000);
    const accumulating = await deployed(ledger.events);
    expect((await accumulating.firstPage('acme', ledger.now, 50)).asStored).toBeNull();
    expect(ledger.events.length).toBeGreaterThan(begun);
    const redis = new Redis(server.url);
    const [, list = ''] =
      [...(await keysOfBuild(redis, models.deployment))].find(([name]) => name.includes('lines:')) ?? [];
    await redis.lpop(list);
    redis.disconnect();
    expect((await models.firstPage('acme', ledger.now, 50)).asStored).toBeNull();
  });

  it('shows whatever clients wrote as it is', () => {
    const texts = fc.record({ description: nasty, resourceId: nasty, key: nasty, value: nasty });
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (written) => {
        const ledger = new Ledger();
        ledger.purchase('100');
        for (const { key, value, ...others } of written) ledger.charge('1', { ...others, metadata: { [key]: value } });
        const { lines } = projected(transactions, ledger.events);
        const expected = lines.map((line) => JSON.stringify(transactionView(line)));
        expect(itemsOf(lines.map((line) => encodeLine(transactions, line)).join('\n'))).toBe(expected.join('\n'));
      }),
      { numRuns: 200 },
    );
  });

  it('is left to who parses it where a line is of another shape', () => {
    expect(itemsOf('[1,"tx",2]')).toBeNull();
    expect(itemsOf('')).toBe('');
  });
});
