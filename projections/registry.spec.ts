/** All read models together, against a real Redis: they are the fold of the log. */
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from '#domain/account/events.js';
import { every, one } from '#read-models/reader/queries.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { type FollowedLog, eachFollows } from '#read-models/testing/followed-log.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { ACCOUNT, DUE, balance } from './balance/balance.projection.js';
import { buckets } from './buckets/buckets.projection.js';
import { burnRate } from './burn-rate/burn-rate.projection.js';
import { accounts } from './accounts/accounts.projection.js';
import { projections } from './index.js';
import { purchases } from './purchases/purchases.projection.js';
import { resources } from './resources/resources.projection.js';
import type { Transaction } from './transactions/transaction.js';
import { transactions } from './transactions/transactions.projection.js';
import { withdrawals } from './withdrawals/withdrawals.projection.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;

let here: FollowedLog;
eachFollows(projections, (own) => {
  here = own;
  here.start({ source: here.log.source({ redelivers: 7 }) });
});

async function apply(accountId: string, events: readonly AccountEvent[]): Promise<void> {
  const end = here.log.append(accountId, events);
  if (end) expect(await here.reader.hasReached(end, 30_000)).toBe(true);
}

async function expectRowsOf(accountId: string, events: readonly AccountEvent[]): Promise<void> {
  const all = {
    buckets: every(buckets),
    burn: every(burnRate),
    history: every(transactions),
    balance: every(balance),
    resources: every(resources),
    withdrawals: every(withdrawals),
    purchases: every(purchases),
    accounts: every(accounts),
  };
  const reading = await here.reader.read(accountId, all);
  if (typeof reading === 'string') throw new Error(reading);
  expect(reading.rows.buckets).toEqual(projected(buckets, events).rows);
  expect(reading.rows.burn).toEqual(projected(burnRate, events).rows);
  expect(reading.rows.balance).toEqual(projected(balance, events).rows);
  expect(reading.rows.resources).toEqual(projected(resources, events).rows);
  expect(reading.rows.withdrawals).toEqual(projected(withdrawals, events).rows);
  expect(reading.rows.purchases).toEqual(projected(purchases, events).rows);
  expect(reading.rows.accounts).toEqual(projected(accounts, events).rows);
  const { rows, lines } = projected(transactions, events);
  expect(reading.rows.history).toEqual(rows);
  const stored: Transaction[] = [];
  for await (const portion of here.reader.lines(accountId, transactions, reading.revision)) stored.push(...portion);
  expect(stored.reverse()).toEqual(lines);
}

describe('the read models', () => {
  it('are the fold of the log in every history', async () => {
    const histories = fc.sample(arbitraryLedger, 60);
    for (const [nth, { packed }] of histories.entries()) {
      const half = Math.floor(packed.length / 2);
      here.log.append(`account-${nth}`, packed.slice(0, half));
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
    expect(await here.reader.due(index, Date.parse(START), 10)).toEqual([]);
    const due = [{ id: 'acme', key: ACCOUNT, score: Date.parse(START) + DAY_MS }];
    expect(await here.reader.due(index, Date.parse(START) + DAY_MS, 10)).toEqual(due);
    const before = ledger.events.length;
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    await apply('acme', ledger.events.slice(before));
    expect(await here.reader.due(index, Infinity, 10)).toEqual([]);
    expect(await here.reader.read('acme', { account: one(balance, ACCOUNT) })).toMatchObject({ revision: 3 });
  });
});
