import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Transaction } from '#projections/transactions/transaction.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import type { Reader } from '#read-models/reader/reader.js';
import { ReadModelBehind, ReadModelRebuilding } from '#read-models/reader/queries.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { Folded } from '../queries/folded.js';
import type { TransactionFilter } from '#from-log/history.js';
import { History } from './history.js';
import { Live } from '../queries/live.js';
import { logged } from '#from-log/testing/logged.js';
import {
  TransactionsCsvHandler,
  TransactionsCsvQuery,
  TransactionsHandler,
  TransactionsQuery,
} from './transactions.js';

const ROWS_A_PORTION = 200;

/** A reader over what `events` of the ledger have made so far. */
const readerOf = (ledger: Ledger): Reader =>
  ({
    read: async (_id: string, queries: Record<string, { resultOf: (rows: unknown) => unknown }>) => {
      const { rows } = projected(transactions, ledger.events);
      const results = Object.entries(queries).map(([name, { resultOf }]) => [name, resultOf(rows)]);
      return { revision: ledger.account.revision, rows: Object.fromEntries(results) };
    },
    async *lines(_id: string, _projection: unknown, upTo: number) {
      const { lines } = projected(transactions, ledger.events);
      yield [...lines].filter((line) => line.revision <= upTo).reverse();
    },
  }) as unknown as Reader;

async function over(ledger: Ledger, reader: Reader = readerOf(ledger)) {
  const answered = new ReadYourWrites();
  const log = await logged('acme', ledger.events, () => ledger.now);
  const history = new History(new Live(reader, answered, log, new Folded(log, answered)), () => ledger.now);
  const handler = new TransactionsHandler(history);
  const page = (limit: number, cursor?: string, filter: TransactionFilter = {}) =>
    handler.execute(new TransactionsQuery({ accountId: 'acme', filter }, limit, cursor));
  return { page, history, answered };
}

describe('the list of transactions', () => {
  it('is newest first, and filters', async () => {
    const ledger = new Ledger();
    ledger.grant('20');
    ledger.purchase('30', 'pending');
    const charge = ledger.wait(1000).charge('7.25', { product: 'vm', resourceId: 'vm-1' });
    ledger.wait(1000).do({ type: 'Refund', data: { transactionId: charge, reason: 'stopped early' } });
    const { page } = await over(ledger);
    const types = async (filter: TransactionFilter) =>
      (await page(50, undefined, filter)).items.map(({ type }) => type);
    expect(await types({})).toEqual(['refund', 'usage', 'deposit', 'promo']);
    expect(await types({ type: 'usage' })).toEqual(['usage']);
    expect(await types({ status: 'pending' })).toEqual(['deposit']);
    expect(await types({ service: 'vm' })).toEqual(['refund', 'usage']);
    expect(await types({ resourceId: 'vm-1', type: 'refund' })).toEqual(['refund']);
    const at = (await page(50)).items.map(({ time }) => time);
    expect(await types({ from: at[1]! })).toEqual(['refund', 'usage']);
    expect(await types({ to: at[2]! })).toEqual(['deposit', 'promo']);
    expect(await types({ from: at[1]!, to: at[1]! })).toEqual(['usage']);
    await expect(types({ from: at[0]!, to: at[1]! })).rejects.toMatchObject({ code: 'invalid', field: 'from' });
  });

  it('pages through the same lines while new ones arrive', async () => {
    const ledger = new Ledger();
    for (let nth = 0; nth < 7; nth++) ledger.grant(`${nth + 1}`);
    const { page } = await over(ledger);
    const first = await page(3);
    ledger.grant('8');
    const second = await page(3, first.nextCursor ?? '');
    ledger.grant('9');
    const third = await page(3, second.nextCursor ?? '');
    const amounts = [first, second, third].map(({ items }) => items.map((line) => line.amount));
    expect(amounts).toEqual([['7.00', '6.00', '5.00'], ['4.00', '3.00', '2.00'], ['1.00']]);
    expect(third.nextCursor).toBeNull();
    await expect(page(3, 'x')).rejects.toMatchObject({ code: 'invalid', field: 'cursor' });
    await expect(page(3, Buffer.from('1.-2').toString('base64url'))).rejects.toMatchObject({ field: 'cursor' });
  });

  it('pages without loss or repetition through any history, also where lines share a revision', async () => {
    const choice = fc.record({ limit: fc.integer({ min: 1, max: 7 }), isFiltered: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, choice, async ({ ledger }, { limit, isFiltered }) => {
        const { page } = await over(ledger);
        const filter = isFiltered ? { status: 'completed' } : {};
        const all = (await page(1_000_000, undefined, filter)).items;
        const paged: unknown[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const { items, nextCursor } = await page(limit, cursor, filter);
          expect(items.length).toBe(nextCursor === null ? items.length : limit);
          paged.push(...items);
          cursor = nextCursor;
        }
        expect(paged).toEqual(all);
      }),
      { numRuns: 150 },
    );
  });

  it('is a 404 only where the log knows no such account, and 503 while it is rebuilt', async () => {
    const rebuilding = { read: async () => 'rebuilding' } as unknown as Reader;
    const absent = { read: async () => 'absent' } as unknown as Reader;
    for (const reader of [rebuilding, absent]) {
      const { page, history } = await over(new Ledger(), reader);
      await expect(page(50)).rejects.toMatchObject({ code: 'rebuilding' });
      const unknown = history.after(null, { accountId: 'nobody', filter: {} });
      await expect(unknown).rejects.toMatchObject({ code: 'account-not-found' });
    }
  });

  it('shows what the process has answered, or says that it is behind', async () => {
    const asked: unknown[] = [];
    const behind = {
      read: async (_id: string, _queries: unknown, options: { minRevision: number }) => {
        asked.push(options.minRevision);
        throw new ReadModelBehind(1, options.minRevision);
      },
    } as unknown as Reader;
    const { page, answered } = await over(new Ledger(), behind);
    answered.remember('acme', 7);
    await expect(page(50)).rejects.toMatchObject({ code: 'read-model-behind' });
    expect(asked).toEqual([7]);
  });

  it('breaks off as CSV when the read models go away in the middle', async () => {
    const ledger = new Ledger();
    ledger.grant('1');
    ledger.grant('2');
    const whole = readerOf(ledger);
    const broken = {
      ...whole,
      async *lines() {
        const [line] = [...projected(transactions, ledger.events).lines].reverse();
        yield [line as Transaction];
        throw new ReadModelRebuilding();
      },
    } as unknown as Reader;
    const csv = async (reader: Reader, limit?: number) => {
      const handler = new TransactionsCsvHandler((await over(ledger, reader)).history);
      const request = { accountId: 'acme', filter: {} };
      let text = '';
      for await (const line of await handler.execute(new TransactionsCsvQuery(request, limit))) text += line;
      return text.split('\r\n').map((line) => line.split(',').slice(4, 6).join(' '));
    };
    expect(await csv(whole)).toEqual(['type status', 'promo completed', 'promo completed', '']);
    expect(await csv(whole, 1)).toEqual(['type status', 'promo completed', '']);
    await expect(csv(broken)).rejects.toMatchObject({ code: 'rebuilding' });
  });

  it('leaves as CSV a portion at a time: 200,000 rows are never read further ahead than one', async () => {
    const ledger = new Ledger();
    ledger.grant('1');
    const [line] = projected(transactions, ledger.events).lines as [Transaction];
    let portions = 0;
    const many = {
      ...readerOf(ledger),
      async *lines() {
        for (; portions < 1_000; portions++) yield Array.from({ length: ROWS_A_PORTION }, () => line);
      },
    } as unknown as Reader;
    const handler = new TransactionsCsvHandler((await over(ledger, many)).history);
    const query = new TransactionsCsvQuery({ accountId: 'acme', filter: {} });
    let [rows, furthestAhead] = [-1, 0];
    for await (const _ of await handler.execute(query)) {
      rows++;
      furthestAhead = Math.max(furthestAhead, (portions + 1) * ROWS_A_PORTION - rows);
    }
    expect([rows, furthestAhead <= 2 * ROWS_A_PORTION]).toEqual([1_000 * ROWS_A_PORTION, true]);
  });
});
