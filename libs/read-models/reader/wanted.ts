/** What queries need of an aggregate's rows, and what they are given of those that were found. */
import type { StreamCategory } from '#event-store/port/streams.js';
import type { Wanted } from '../redis/row-hash.js';
import type { Queries, ReadRows, Results, RowQuery } from './queries.js';

/** Queries may ask for rows of the same projection. */
export function wantedBy(queries: readonly RowQuery<unknown>[]): Wanted {
  const wanted = new Map<ReadRows, Set<string> | 'every row'>();
  for (const { projection, keys } of queries) {
    const known = wanted.get(projection);
    if (known === 'every row') continue;
    wanted.set(projection, keys === 'every row' ? keys : new Set([...(known ?? []), ...keys]));
  }
  return wanted;
}

/** `rows`: those that were found, by the name of their projection. */
export const resultsOf = <Q extends Queries>(
  queries: Q,
  rows: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): Results<Q> =>
  Object.fromEntries(
    Object.entries(queries).map(([name, { projection, resultOf }]) => [
      name,
      resultOf(rows.get(projection.name) ?? new Map<string, unknown>()),
    ]),
  ) as Results<Q>;

/** What the rows are of; one read is of one aggregate. */
export function categoryOf(queries: Queries): StreamCategory {
  const categories = new Set(Object.values(queries).map(({ projection }) => projection.of));
  if (categories.size > 1) throw new Error(`One read can't be of ${[...categories].join(' and ')}`);
  return [...categories][0] ?? 'account';
}
