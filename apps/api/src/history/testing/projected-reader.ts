/** A reader over what a ledger's events have made so far, for specs of queries: the projections, without Redis. */
import type { Placed, Projection } from '#read-models/projection/projection.js';
import type { Queries, Reading } from '#read-models/reader/queries.js';
import type { Reader } from '#read-models/reader/reader.js';
import type { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { projections } from '#projections/index.js';

export const readerOver = (ledger: Ledger): Reader =>
  ({
    async read<Q extends Queries>(_accountId: string, queries: Q) {
      const results = Object.entries(queries).map(
        ([
          name,
          {
            projection: { name: wanted },
            keys,
            resultOf,
          },
        ]) => {
          const projection = projections.find((each) => each.name === wanted) as Projection;
          const rows = [...projected(projection, ledger.events).rows];
          return [name, resultOf(new Map(keys === 'every row' ? rows : rows.filter(([key]) => keys.includes(key))))];
        },
      );
      return { revision: ledger.account.revision, rows: Object.fromEntries(results) } as Reading<Q>;
    },
    async *lines<Row, Line extends Placed>(_accountId: string, projection: Projection<Row, Line>, upTo: number) {
      const { lines } = projected(projection, ledger.events);
      yield lines.filter((line) => line.revision <= upTo).reverse();
    },
  }) as unknown as Reader;
