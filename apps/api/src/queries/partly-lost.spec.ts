/** What Redis has lost of an account is never answered as absent, and comes back. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { pack } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, later } from '#read-models/testing/ledger.js';
import { type RedisServer, startRedis } from '#read-models/testing/redis-server.js';
import { ReadModels, contentOf, keysOfBuild } from '../history/testing/read-models.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

const DAY_MS = 86_400_000;

let server: RedisServer;
let redis: Redis;
let running: ReadModels[] = [];

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function deployed(events: readonly AccountEvent[], accountId = 'acme'): Promise<ReadModels> {
  const models = new ReadModels(server.url);
  running.push(models);
  await models.append(accountId, events, -1);
  await models.whole();
  return models;
}

/** Redis holds again what a build from the beginning of the log holds. */
async function expectMended(models: ReadModels): Promise<void> {
  const fresh = new ReadModels(server.url, undefined, models.store);
  try {
    await fresh.whole();
    const expected = await contentOf(redis, fresh.deployment);
    const until = performance.now() + 10_000;
    let content = await contentOf(redis, models.deployment);
    while (JSON.stringify(content) !== JSON.stringify(expected) && performance.now() < until) {
      await delay(20);
      content = await contentOf(redis, models.deployment);
    }
    expect(content).toEqual(expected);
  } finally {
    await fresh.stop();
  }
}

/** An account with rows of every kind and lines in three lists, of which the first is packed. */
function richAccount(): Ledger {
  const ledger = new Ledger();
  ledger.purchase('300');
  ledger.grant('5', { expiresAt: later(ledger.now, 40 * DAY_MS), scope: { models: ['other'] } });
  ledger.purchase('30', 'pending');
  ledger.do({ type: 'CompletePurchase', data: { purchaseId: Object.keys(ledger.account.purchases)[0] ?? '' } });
  ledger.do({ type: 'RequestWithdrawal', data: { amount: amount('15'), destination: 'bank' } });
  const resource = { resourceId: 'vm-1', kind: 'instance', product: 'vm', ratePerHour: amount('1') } as const;
  ledger.do({ type: 'StartResource', data: resource });
  for (let nth = 0; nth < 130; nth++) ledger.wait(1000).charge('0.01', { model: 'llama' });
  return ledger;
}

describe('an account of which Redis has lost', () => {
  it('any one key is read as before, and Redis holds all of it again', async () => {
    const ledger = richAccount();
    const models = await deployed(pack(ledger.events));
    const before = await models.answers('acme', ledger.now);
    const names = [...(await keysOfBuild(redis, models.deployment)).keys()];
    const lost = names.filter((name) => name.includes('acme') || name.includes('index') || name.includes('reach'));
    expect(lost.map((name) => name.replace(/^\{s\d\d\}/, '{s}'))).toEqual([
      '{reach}',
      '{s}:index:accounts:active',
      '{s}:index:balance:due',
      '{s}:index:purchases:completed',
      '{s}:index:withdrawals:requested',
      '{s}:lines:transactions:0:account-acme',
      '{s}:lines:transactions:1:account-acme',
      '{s}:lines:transactions:2:account-acme',
      '{s}:rows:account-acme',
    ]);
    for (const name of lost) {
      const key = (await keysOfBuild(redis, models.deployment)).get(name) ?? '';
      await redis.del(key);
      expect(await models.answers('acme', ledger.now)).toEqual(before);
      await expectMended(models);
      expect(await models.answers('acme', ledger.now)).toEqual(before);
    }
  });

  it('the register of its shard is read as before, and all is built anew', async () => {
    const ledger = richAccount();
    const models = await deployed(pack(ledger.events));
    const before = await models.answers('acme', ledger.now);
    const rows = [...(await keysOfBuild(redis, models.deployment)).entries()].find(([name]) => name.includes('rows'));
    await redis.del(rows?.[1].replace(/rows:account-acme$/, 'register') ?? '');
    expect(await readAsSoonAsServed(models, ledger.now)).toEqual(before);
    await expectMended(models);
  });

  it('one row of any kind, or a line, is read as before', async () => {
    const ledger = richAccount();
    const models = await deployed(pack(ledger.events));
    const before = await models.answers('acme', ledger.now);
    const keys = await keysOfBuild(redis, models.deployment);
    const [, rows = ''] = [...keys].find(([name]) => name.includes('rows')) ?? [];
    const fields = (await redis.hkeys(rows)).sort();
    const kinds = new Map(fields.map((field) => [field.split('/')[0], field]));
    expect([...kinds.keys()]).toEqual([
      'accounts',
      'balance.amounts',
      'balance.terms',
      'buckets.amounts',
      'buckets.terms',
      'burn-rate',
      'lines',
      'purchases',
      'resources',
      'revision',
      'transactions',
      'usage',
      'withdrawals',
    ]);
    for (const field of kinds.values()) {
      await redis.hdel(rows, field);
      expect(await models.answers('acme', ledger.now)).toEqual(before);
      await expectMended(models);
    }
    const [, list = ''] = [...keys].find(([name]) => name.includes('lines:transactions:1')) ?? [];
    await redis.lpop(list);
    expect(await models.answers('acme', ledger.now)).toEqual(before);
    await expectMended(models);
  });

  it('any keys and rows, whenever, is read as before, and goes on as if nothing had been lost', async () => {
    const chance = fc.array(fc.nat(999), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, chance, fc.nat(100), async ({ ledger, packed }, choice, part) => {
        const half = Math.max(1, Math.floor((packed.length * part) / 100));
        const models = await deployed(packed.slice(0, half));
        const now = packed[half - 1]?.recordedAt ?? ledger.now;
        const before = await models.answers('acme', now);
        await lose(models, choice);
        expect(await readAsSoonAsServed(models, now)).toEqual(before);
        await models.append('acme', packed.slice(half), half - 1);
        await lose(models, choice.slice(1));
        await models.whole();
        const after = await readAsSoonAsServed(models, ledger.now);
        await expectMended(models);
        expect(await models.answers('acme', ledger.now)).toEqual(after);
        await models.stop();
        running = [];
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

/** Takes keys, or single fields of hashes, that the numbers choose. */
async function lose(models: ReadModels, choice: readonly number[]): Promise<void> {
  const names = [...(await keysOfBuild(redis, models.deployment))].filter(([name]) => !name.includes('register'));
  for (const number of choice) {
    const [name = '', key = ''] = names[number % names.length] ?? [];
    if (name.includes('rows') && number % 2 === 0) {
      const fields = await redis.hkeys(key);
      if (fields.length > 0) await redis.hdel(key, fields[number % fields.length] ?? '');
    } else await redis.del(key);
  }
}

/** While a build is replaced, an answer may be 503; it is never another one. */
async function readAsSoonAsServed(models: ReadModels, now: Instant): Promise<unknown> {
  for (const until = performance.now() + 10_000; ; await delay(20)) {
    try {
      return await models.answers('acme', now);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== 'rebuilding' || performance.now() > until) throw error;
    }
  }
}
