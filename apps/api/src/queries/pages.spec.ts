import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transactions } from '#projections/transactions/transactions.projection.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { EventsHandler, EventsQuery } from '../history/events.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { History } from '../history/history.js';
import { Folded } from './folded.js';
import { Live } from './live.js';
import { PageItems } from './pages.js';
import { ReplayHandler, ReplayQuery } from '../history/replay.js';
import { logged } from '#from-log/testing/logged.js';
import { readerOver } from '../history/testing/projected-reader.js';
import { TransactionsHandler, TransactionsQuery } from '../history/transactions.js';

const MIB = 1024 * 1024;
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('a page', () => {
  it('has as many items as fit, by count and by bytes, and one at least: pages are what one page would be', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 60 });
    const limits = fc.record({ limit: fc.integer({ min: 1, max: 20 }), mostBytes: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(texts, limits, (items, { limit, mostBytes }) => {
        const walked: string[] = [];
        while (walked.length < items.length) {
          const page = new PageItems<string>(limit, mostBytes);
          const left = items.slice(walked.length);
          const next = left.find((item) => !page.add(item));
          const bytes = page.all.reduce((sum, item) => sum + bytesOf(item), 0);
          expect(page.all.length).toBeGreaterThan(0);
          expect(page.all.length === 1 || bytes <= mostBytes).toBe(true);
          if (next !== undefined) expect(page.all.length === limit || bytes + bytesOf(next) > mostBytes).toBe(true);
          walked.push(...page.all);
        }
        expect(walked).toEqual(items);
      }),
    );
  });
});

/** Charges with as much metadata as there may be: 10 KB each. */
async function heavyHistory() {
  const ledger = new Ledger();
  const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, nth) => [`key-${nth}`, 'x'.repeat(500)]));
  ledger.grant('100');
  for (let nth = 0; nth < 250; nth++) ledger.charge('0.01', { metadata: { ...metadata, nth: `${nth}` } });
  const log = await logged('acme', ledger.events, () => ledger.now);
  const answered = new ReadYourWrites();
  const history = new History(new Live(readerOver(ledger), answered, log, new Folded(log, answered)), () => ledger.now);
  const [events, replay] = [new EventsHandler(log), new ReplayHandler(log, new BucketHistory(log))];
  const list = new TransactionsHandler(history);
  return {
    events: (limit: number, cursor?: string) => events.execute(new EventsQuery('acme', { limit, cursor })),
    replay: (limit: number, cursor?: string) => replay.execute(new ReplayQuery('acme', { limit, cursor })),
    transactions: (limit: number, cursor?: string) =>
      list.execute(new TransactionsQuery({ accountId: 'acme', filter: {} }, limit, cursor)),
    lines: projected(transactions, ledger.events).lines.length,
  };
}

type Page = { readonly items: readonly object[]; readonly nextCursor: string | null };

async function walk(page: (limit: number, cursor?: string) => Promise<Page>, limit: number): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const next = await page(limit, cursor);
    pages.push(next);
    cursor = next.nextCursor;
  }
  return pages;
}

describe('a list of an account', () => {
  it('ends a page early where it is large, and leaves nothing out', async () => {
    const { events, replay, transactions: list, lines } = await heavyHistory();
    for (const [of, length] of [
      [events, 252],
      [replay, 252],
      [list, lines],
    ] as const) {
      const pages = await walk(of, 500);
      expect(pages.length).toBeGreaterThan(2);
      for (const { items } of pages) expect(bytesOf(items)).toBeLessThan(MIB + 1024);
      for (const { items } of pages.slice(0, -1)) expect(bytesOf(items)).toBeGreaterThan(MIB / 2);
      const items = pages.flatMap((page) => page.items);
      expect(items.length).toBe(length);
      expect(items).toEqual((await walk(of, 7)).flatMap((page) => page.items));
    }
  });
});
