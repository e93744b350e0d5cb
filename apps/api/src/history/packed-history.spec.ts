/** Pages, filters and CSV of a history of which most is stored packed, held against the fold of the log. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import type { TransactionFilter } from '#from-log/history.js';
import { logged } from '#from-log/testing/logged.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import type { Reader } from '#read-models/reader/reader.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { type RedisServer, startRedis } from '#read-models/testing/redis-server.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { Folded } from '../queries/folded.js';
import { Live } from '../queries/live.js';
import { History } from './history.js';
import {
  TransactionsCsvHandler,
  TransactionsCsvQuery,
  TransactionsHandler,
  TransactionsQuery,
} from './transactions.js';
import { ReadModels, keysOfBuild } from './testing/read-models.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

let server: RedisServer;
let models: ReadModels;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  models = new ReadModels(server.url);
  redis = new Redis(server.url);
});
afterAll(async () => {
  await models.stop();
  redis.disconnect();
  await server.stop();
});

const PRODUCTS = ['inference', 'vm', 'storage'];
const SHORT_OF_CREDITS = 40;

type Does = 'charge' | 'text' | 'refund' | 'purchase' | 'settle' | 'fail' | 'nothing';
const does = fc.constantFrom<Does>(
  'charge',
  'charge',
  'charge',
  'text',
  'refund',
  'purchase',
  'settle',
  'fail',
  'nothing',
);

/** Repeats what was drawn until the history has so many entries: most of it lies in lists that are packed. */
function ledgerOf(steps: readonly Does[], entries: number): Ledger {
  const ledger = new Ledger();
  const pending: string[] = [];
  let charge = '';
  for (let nth = 0; ledger.account.revision < entries; nth++) {
    if (nth % SHORT_OF_CREDITS === 0) ledger.purchase('500');
    ledger.wait(1000);
    const product = PRODUCTS[nth % PRODUCTS.length] ?? '';
    switch (steps[nth % steps.length]) {
      case 'text':
        charge = ledger.charge('0.5', { product, description: `課金 "${nth}"\n`, metadata: { [`k${nth}`]: '\u2028' } });
        break;
      case 'refund':
        if (charge) ledger.try({ type: 'Refund', data: { transactionId: charge, reason: `slow ${nth}` } });
        break;
      case 'purchase':
        pending.push(ledger.purchase('30', 'pending'));
        break;
      case 'settle':
      case 'fail': {
        const purchaseId = pending.shift();
        const type = steps[nth % steps.length] === 'fail' ? 'FailPurchase' : 'CompletePurchase';
        if (purchaseId) ledger.do({ type, data: { purchaseId } });
        break;
      }
      default:
        charge = ledger.charge('0.25', { product, resourceId: `vm-${nth % 7}` });
    }
  }
  return ledger;
}

/** Until the first lists of the account are packed. */
async function packed(accountId: string): Promise<void> {
  for (;;) {
    const name = [...(await keysOfBuild(redis, models.deployment))].find(([each]) =>
      each.endsWith(`lines:transactions:0:account-${accountId}`),
    );
    if (name && (await redis.llen(name[1])) === 1) return;
    await delay(5);
  }
}

/** The reader, with the lines as the fold of the log has them. */
function unpacked(reader: Reader, ledger: Ledger): Reader {
  const all = projected(transactions, ledger.events).lines.toReversed();
  const lines = async function* (_id: string, _projection: unknown, upTo: number) {
    yield all.filter(({ revision }) => revision <= upTo);
  };
  return { ...reader, lines: lines as unknown as Reader['lines'] };
}

/** The handlers of the product over a reader. */
async function readBy(reader: Reader, accountId: string, { events, now }: Ledger) {
  const answered = new ReadYourWrites();
  const log = await logged(accountId, events, () => now);
  const history = new History(new Live(reader, answered, log, new Folded(log, answered)), () => now);
  return {
    page: (filter: TransactionFilter, limit: number, cursor?: string) =>
      new TransactionsHandler(history).execute(new TransactionsQuery({ accountId, filter }, limit, cursor)),
    async csv(filter: TransactionFilter) {
      let text = '';
      const lines = await new TransactionsCsvHandler(history).execute(new TransactionsCsvQuery({ accountId, filter }));
      for await (const line of lines) text += line;
      return text;
    },
  };
}

describe('a history of which most is stored packed', () => {
  it('is the fold of the log on every page, with any filter, from any cursor, and as CSV', async () => {
    const filters = fc.record(
      {
        type: fc.constantFrom('usage', 'refund', 'deposit'),
        status: fc.constantFrom('completed', 'failed', 'pending'),
        service: fc.constantFrom(...PRODUCTS),
        resourceId: fc.constantFrom('vm-1', 'vm-6', 'none'),
      },
      { requiredKeys: [] },
    );
    const choice = fc.record({
      steps: fc.array(does, { minLength: 3, maxLength: 12 }),
      entries: fc.integer({ min: 150, max: 320 }),
      filter: fc.oneof(fc.constant({}), filters),
      limit: fc.integer({ min: 20, max: 200 }),
    });
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(choice, async ({ steps, entries, filter, limit }) => {
        const ledger = ledgerOf([...steps, 'charge'], entries);
        const accountId = `any-${nth++}`;
        await models.append(accountId, ledger.events, -1);
        await models.whole();
        await packed(accountId);
        const stored = await readBy(models.reader, accountId, ledger);
        const folded = await readBy(unpacked(models.reader, ledger), accountId, ledger);
        const all = (await folded.page(filter, ledger.events.length)).items;
        expect(await folded.page(filter, limit)).toEqual(await stored.page(filter, limit));
        const paged: unknown[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const { items, nextCursor } = await stored.page(filter, limit, cursor);
          paged.push(...items);
          cursor = nextCursor;
        }
        expect(paged).toEqual(all);
        expect(await stored.csv(filter)).toBe(await folded.csv(filter));
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
});
