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
    wanted.set(projection, keys === 'every row' ? keys : new Set(known ? [...known, ...keys] : keys));
  }
  return wanted;
}

const NONE: ReadonlyMap<string, unknown> = new Map();

/** `rows`: those that were found, by the name of their projection. */
export function resultsOf<Q extends Queries>(
  queries: Q,
  rows: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): Results<Q> {
  const results: Record<string, unknown> = {};
  for (const [name, { projection, resultOf }] of Object.entries(queries)) {
    results[name] = resultOf(rows.get(projection.name) ?? NONE);
  }
  return results as Results<Q>;
}

/** What the rows are of; one read is of one aggregate. */
export function categoryOf(queries: Queries): StreamCategory {
  let category: StreamCategory | undefined;
  for (const { projection } of Object.values(queries)) {
    if (category !== undefined && category !== projection.of) {
      throw new Error(`One read can't be of ${category} and ${projection.of}`);
    }
    category = projection.of;
  }
  return category ?? 'account';
}
