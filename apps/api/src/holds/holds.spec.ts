/** Pages of holds: what they list is what the log says, and they read no more than they look at. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '#domain/account/ids.js';
import { entriesOf } from '#domain/account/entries.js';
import { amount } from '#domain/money.js';
import { type HoldRow, holds } from '#projections/holds/holds.projection.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import type { BalanceRow } from '#projections/balance/balance-row.js';
import { unrecordedIn } from '#projections/balance/balance-at.js';
import type { Queries, Reading } from '#read-models/reader/queries.js';
import type { Projection } from '#read-models/projection/projection.js';
import type { Reader } from '#read-models/reader/reader.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { logged } from '#from-log/testing/logged.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { foldInto, withDue } from '#from-log/rows.js';
import { Folded } from '../queries/folded.js';
import { Live } from '../queries/live.js';
import { HoldsHandler, HoldsQuery } from './holds.js';
import type { HoldFilter } from './placed-holds.js';

function rowsOf<Row>(projection: Projection<Row, never>, ledger: Ledger): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const event of ledger.events) for (const entry of entriesOf(event)) foldInto(projection, rows, entry);
  return rows;
}

const knownOf = (ledger: Ledger) =>
  new Map<string, ReadonlyMap<string, unknown>>([
    ['holds', rowsOf(holds, ledger)],
    ['balance', rowsOf(balance, ledger)],
  ]);

/** What Redis would hold of the account; of how many rows the largest read was is counted. `meanwhile`: before each read. */
function readerOver(ledger: Ledger, meanwhile?: () => void) {
  let known = knownOf(ledger);
  const counted = { mostRows: 0 };
  const read = async <Q extends Queries>(_: string, queries: Q) => {
    meanwhile?.();
    if (meanwhile) known = knownOf(ledger);
    const revision = ledger.events.at(-1)?.revision ?? 0;
    counted.mostRows = Math.max(counted.mostRows, rowsAskedFor(queries));
    const rows = Object.entries(queries).map(([name, { projection, keys, resultOf }]) => {
      const all = [...(known.get(projection.name) ?? [])];
      return [name, resultOf(new Map(keys === 'every row' ? all : all.filter(([key]) => keys.includes(key))))];
    });
    return { revision, rows: Object.fromEntries(rows) } as Reading<Q>;
  };
  return { reader: { read } as unknown as Reader, counted };
}

/** Pages of a reading process, and how many rows the largest of its reads asked for. */
async function readingOf(ledger: Ledger, meanwhile?: () => void) {
  const clock = () => ledger.now;
  const log = await logged('acme', ledger.events, clock);
  const { reader, counted } = readerOver(ledger, meanwhile);
  const answered = new ReadYourWrites();
  const handler = new HoldsHandler(new Live(reader, answered, log, new Folded(log, answered)), clock);
  return {
    pages: async (filter: HoldFilter, limit: number) => {
      const pages: (readonly string[])[] = [];
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await handler.execute(new HoldsQuery('acme', filter, { limit, cursor }));
        pages.push(page.items.map(({ holdId, status, held }) => `${holdId} ${status} ${held}`));
        cursor = page.nextCursor;
      }
      return pages;
    },
    mostRows: () => counted.mostRows,
  };
}

const rowsAskedFor = (queries: Queries): number =>
  Object.values(queries).reduce((sum, { keys }) => sum + (typeof keys === 'string' ? Infinity : keys.length), 0);

function everyHold(ledger: Ledger, { status, product, resourceId }: HoldFilter): readonly string[] {
  const row = rowsOf(balance, ledger).get(ACCOUNT) as BalanceRow;
  const rows = withDue(holds, rowsOf(holds, ledger), unrecordedIn(row, ledger.now));
  return [...rows.values()]
    .filter((each): each is HoldRow => 'holdId' in each)
    .filter((each) => (status ?? each.status) === each.status && (product ?? each.product) === each.product)
    .filter((each) => resourceId === undefined || each.resourceId === resourceId)
    .toSorted((a, b) => b.revision - a.revision)
    .map(({ holdId, status: is, held }) => `${holdId} ${is} ${held}`);
}

const filters: fc.Arbitrary<HoldFilter> = fc.record({
  status: fc.constantFrom(undefined, 'held', 'captured', 'released', 'expired'),
  product: fc.constantFrom(undefined, 'vm', 'inference'),
  resourceId: fc.constantFrom(undefined, 'resource-0'),
});

describe('pages of holds', () => {
  it('list every hold once, newest first, as of the moment of reading', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryLedger,
        fc.nat(60 * 24 * 40),
        filters,
        fc.integer({ min: 1, max: 5 }),
        async (...of) => {
          const [{ ledger }, minutes, filter, limit] = of;
          ledger.wait(minutes * 60_000);
          const { pages } = await readingOf(ledger);
          expect((await pages(filter, limit)).flat()).toEqual(everyHold(ledger, filter));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([{}, { status: 'held' }, { product: 'vm' }])(
    'are answered as of one revision though holds are placed between any two looks (%j)',
    async (filter) => {
      const ledger = new Ledger();
      ledger.purchase('5000');
      const hold = () => ledger.do({ type: 'PlaceHold', data: { amount: amount('1'), product: 'vm' } });
      hold();
      const { pages } = await readingOf(ledger, () => {
        ledger.charge('1');
        hold();
        hold();
      });
      const [first = []] = await pages(filter, 3);
      const placed = everyHold(ledger, filter);
      expect(placed.join()).toContain(first.join());
      expect(first).toHaveLength(3);
    },
  );

  it('read as many rows as they show, and open ones at once, however many holds there ever were', async () => {
    const ledger = new Ledger();
    ledger.purchase('5000');
    const [placed] = ledger.do({ type: 'PlaceHold', data: { amount: amount('1'), product: 'vm' } });
    if (placed?.type !== 'HoldPlaced') throw new Error('A hold is placed');
    const [released] = ledger.do({ type: 'ReleaseHold', data: { holdId: placed.data.holdId } });
    if (released?.type !== 'HoldReleased') throw new Error('It is released');
    // The same again and again, as deciding each of so many takes long.
    for (let nth = 0, revision = released.revision + 1; nth < 1_150; nth++) {
      const holdId = newId('hold', ledger.account.tag, revision);
      const data = { ...placed.data, holdId, product: `product-${nth % 700}` };
      ledger.events.push({ ...placed, revision: revision++, data });
      if (nth % 100 === 0) continue;
      ledger.events.push({ ...released, revision: revision++, data: { ...released.data, holdId } });
    }
    const all = everyHold(ledger, {});
    const { pages, mostRows } = await readingOf(ledger);
    expect((await pages({}, 60)).flat()).toEqual(all);
    expect((await pages({ status: 'held' }, 10)).flat()).toEqual(all.filter((hold) => hold.includes(' held ')));
    expect(mostRows()).toBeLessThanOrEqual(60 + 1 + 2);
    const rare = await pages({ product: 'product-3' }, 10);
    expect(rare.map(({ length }) => length)).toEqual([1, 1]);
    expect(rare.flat()).toEqual(everyHold(ledger, { product: 'product-3' }));
    expect(mostRows()).toBeLessThanOrEqual(1_000 + 2);
  });
});
