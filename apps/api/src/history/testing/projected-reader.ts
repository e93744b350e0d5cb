/** A reader over what a ledger's events have made so far, for specs of queries: the projections, without Redis. */
import type { Placed, Projection } from '#read-models/projection/projection.js';
import type { LineSearch } from '#read-models/reader/last-lines.js';
import type { Queries, Reading, RowsMark } from '#read-models/reader/queries.js';
import type { Reader } from '#read-models/reader/reader.js';
import type { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { projections } from '#projections/index.js';

const markOf = ({ account: { revision } }: Ledger): RowsMark => ({ build: 'only', text: `${revision}`, revision });

export function readerOver(ledger: Ledger): Reader {
  /** By projection, as of so many events. */
  const known = new Map<string, { readonly count: number; readonly of: ReturnType<typeof projected> }>();
  const rowsOf = (projection: Projection) => {
    const last = known.get(projection.name);
    if (last?.count === ledger.events.length) return last.of;
    const of = projected(projection, ledger.events);
    known.set(projection.name, { count: ledger.events.length, of });
    return of;
  };
  const read = async <Q extends Queries>(_accountId: string, queries: Q): Promise<Reading<Q>> => {
    const results = Object.entries(queries).map(([name, { projection: wanted, keys, resultOf }]) => {
      const projection = projections.find((each) => each.name === wanted.name) as Projection;
      const rows = [...rowsOf(projection).rows];
      return [name, resultOf(new Map(keys === 'every row' ? rows : rows.filter(([key]) => keys.includes(key))))];
    });
    const mark = markOf(ledger);
    return { revision: mark.revision, mark, rows: Object.fromEntries(results) };
  };
  return {
    read,
    readUnless: async <Q extends Queries>(accountId: string, queries: Q, { text }: RowsMark) =>
      text === markOf(ledger).text ? 'unchanged' : read(accountId, queries),
    async lastLines<Row, Line extends Placed>(
      _accountId: string,
      projection: Projection<Row, Line>,
      upTo: number,
      { sought, counts }: LineSearch<Line>,
    ) {
      const lines = projected(projection, ledger.events).lines.filter((line) => line.revision <= upTo && counts(line));
      return sought.map((holds) => lines.findLast(holds) ?? null);
    },
    async *lines<Row, Line extends Placed>(_accountId: string, projection: Projection<Row, Line>, upTo: number) {
      const { lines } = projected(projection, ledger.events);
      yield lines.filter((line) => line.revision <= upTo).reverse();
    },
  } as unknown as Reader;
}
