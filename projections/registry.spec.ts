/** All read models together, against a real Redis: they are the fold of the log. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from '#domain/account/events.js';
import { every, one } from '#read-models/queries.js';
import { type Reader, createReader } from '#read-models/reader.js';
import { type RedisStore, connectRedis } from '#read-models/redis-store.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { MemoryLog } from '#read-models/testing/memory-log.js';
import { projected } from '#read-models/testing/projected.js';
import { type RedisServer, startRedis } from '#read-models/testing/redis-server.js';
import { type Running, startProjector } from '#read-models/testing/running-projector.js';
import { ACCOUNT, DUE, balance } from './balance/balance.projection.js';
import { buckets } from './buckets/buckets.projection.js';
import { burnRate } from './burn-rate/burn-rate.projection.js';
import { projections } from './index.js';
import { cursorText, historyPage, parseCursor, transactionById } from './transactions/history-page.js';
import type { Transaction } from './transactions/transaction.js';
import { transactions } from './transactions/transactions.projection.js';

const DAY_MS = 86_400_000;

let server: RedisServer;
let store: RedisStore;
let log: MemoryLog;
let reader: Reader;
let running: Running;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => {
  const deployment = `spec${Math.floor(Math.random() * 1e9)}`;
  store = connectRedis(server.url, { patience: 'fails' });
  log = new MemoryLog();
  reader = createReader(store, projections, deployment);
  running = startProjector(server.url, deployment, projections, log.source({ redelivers: 7 }));
});
afterEach(async () => {
  await running.stop();
  store.close();
});

async function apply(accountId: string, events: readonly AccountEvent[]): Promise<void> {
  const end = log.append(accountId, events);
  if (end) expect(await reader.hasReached(end, 30_000)).toBe(true);
}

async function expectRowsOf(accountId: string, events: readonly AccountEvent[]): Promise<void> {
  const all = { buckets: every(buckets), burn: every(burnRate), history: every(transactions), balance: every(balance) };
  const reading = await reader.read(accountId, all);
  if (typeof reading === 'string') throw new Error(reading);
  expect(reading.rows.buckets).toEqual(projected(buckets, events).rows);
  expect(reading.rows.burn).toEqual(projected(burnRate, events).rows);
  expect(reading.rows.balance).toEqual(projected(balance, events).rows);
  const { rows, lines } = projected(transactions, events);
  expect(reading.rows.history).toEqual(rows);
  const stored: Transaction[] = [];
  for await (const portion of reader.lines(accountId, transactions, reading.revision)) stored.push(...portion);
  expect(stored.reverse()).toEqual(lines);
}

describe('the read models', () => {
  it('are the fold of the log in every history', async () => {
    const histories = fc.sample(arbitraryLedger, 60);
    for (const [nth, { packed }] of histories.entries()) {
      const half = Math.floor(packed.length / 2);
      log.append(`account-${nth}`, packed.slice(0, half));
    }
    for (const [nth, { packed }] of histories.entries()) {
      await apply(`account-${nth}`, packed.slice(Math.floor(packed.length / 2)));
    }
    for (const [nth, { packed }] of histories.entries()) await expectRowsOf(`account-${nth}`, packed);
  });

  it('know what is due, account by account', async () => {
    const ledger = new Ledger('acme');
    ledger.grant('5', { expiresAt: later(START, DAY_MS) });
    await apply('acme', ledger.events);
    await apply('other', new Ledger('other').events);
    const index = { projection: balance, index: DUE };
    expect(await reader.due(index, Date.parse(START), 10)).toEqual([]);
    const due = [{ accountId: 'acme', key: ACCOUNT, score: Date.parse(START) + DAY_MS }];
    expect(await reader.due(index, Date.parse(START) + DAY_MS, 10)).toEqual(due);
    const before = ledger.events.length;
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    await apply('acme', ledger.events.slice(before));
    expect(await reader.due(index, Infinity, 10)).toEqual([]);
    expect(await reader.read('acme', { account: one(balance, ACCOUNT) })).toMatchObject({ revision: 3 });
  });
});

describe('the pages of a history', () => {
  it('hold every line once, newest first, whatever their size', async () => {
    const ledger = new Ledger('acme');
    ledger.purchase('500');
    const pending = ledger.purchase('30', 'pending');
    ledger.grant('1', { effectiveAt: later(START, DAY_MS) });
    ledger.grant('2', { effectiveAt: later(START, DAY_MS) });
    for (let nth = 0; nth < 700; nth++) ledger.charge('0.25', { product: nth % 50 === 0 ? 'vm' : 'inference' });
    await apply('acme', ledger.events);

    const pages = async (limit: number, matches?: (transaction: Transaction) => boolean) => {
      const seen: Transaction[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const parsed = parseCursor(cursor);
        const page = await historyPage(reader, 'acme', {
          limit,
          ...(parsed && { cursor: parsed }),
          ...(matches && { matches }),
        });
        if (typeof page === 'string') throw new Error(page);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        cursor = page.next && cursorText(page.next);
      }
      return seen;
    };
    const all = await pages(1000);
    expect(all.length).toBe(704);
    expect(all.map((t) => t.revision)).toEqual(all.map((t) => t.revision).sort((a, b) => b - a));
    expect(await pages(7)).toEqual(all);
    expect(await pages(3, (t) => t.service === 'vm')).toEqual(all.filter((t) => t.service === 'vm'));
    expect((await pages(50, (t) => t.status === 'pending')).map((t) => t.type)).toEqual(['promo', 'promo', 'deposit']);

    const closing = ledger.events.length;
    ledger.do({ type: 'FailPurchase', data: { purchaseId: pending } });
    ledger.do({ type: 'CloseAccount', data: { forfeit: true } });
    await apply('acme', ledger.events.slice(closing));
    const closed = await pages(1);
    expect(closed.slice(0, 4).map((t) => [t.type, t.status])).toEqual([
      ['promo', 'failed'],
      ['promo', 'failed'],
      ['expiry', 'completed'],
      ['deposit', 'failed'],
    ]);
    expect(closed).toEqual(await pages(1000));
    for (const transaction of [closed[0], closed[1], closed[3], closed[400], closed.at(-1)]) {
      const found = await transactionById(reader, 'acme', transaction?.transactionId ?? '');
      expect(found).toMatchObject({ transaction });
    }
    expect(await transactionById(reader, 'acme', 'tx-aaaaaaaaaaaa-1')).toMatchObject({ transaction: null });
    expect(await transactionById(reader, 'acme', 'tx-other')).toMatchObject({ transaction: null });
  });

  it('stop at a date that nothing older can match', async () => {
    const ledger = new Ledger('acme');
    ledger.grant('10');
    ledger.wait(DAY_MS).charge('1');
    await apply('acme', ledger.events);
    const page = await historyPage(reader, 'acme', { limit: 9, isBefore: (t) => t.time < ledger.now });
    expect(page).toMatchObject({ items: [{ type: 'usage' }], next: null, revision: 3 });
  });

  it('refuse a cursor that is none', () => {
    for (const text of ['', '0', '-1', '1.0', '01', 'abc', '1.2.3', '9'.repeat(20)])
      expect(parseCursor(text)).toBeNull();
  });
});
