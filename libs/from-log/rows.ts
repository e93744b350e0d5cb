/** Folds a projection over entries that were read from the log, without Redis. */
import type { Entry } from '#domain/account/entries.js';
import type { Placed, Projection } from '#read-models/projection/projection.js';

/** The rows as they are once what fell due is recorded (reading.ts in the domain). */
export function withDue<Row, Line extends Placed>(
  projection: Projection<Row, Line>,
  rows: ReadonlyMap<string, Row>,
  due: readonly Entry[],
): ReadonlyMap<string, Row> {
  if (due.length === 0) return rows;
  const after = new Map(rows);
  for (const entry of due) foldInto(projection, after, entry);
  return after;
}

/** Takes one entry in: `rows` change in place, each row is a new one. Every entry comes once and in order. Its lines. */
export function foldInto<Row, Line extends Placed>(
  projection: Projection<Row, Line>,
  rows: Map<string, Row>,
  entry: Entry,
): readonly Line[] {
  const keys = projection.keys(entry);
  if (keys.length === 0) return [];
  const { rows: changed, lines = [] } = projection.evolve(typeof keys === 'string' ? rows : named(rows, keys), entry);
  for (const [key, row] of changed ?? []) {
    if (row === null) rows.delete(key);
    else rows.set(key, row);
  }
  return lines;
}

/** The rows of the keys that there are, and no others: as the projector hands them over. */
const named = <Row>(rows: ReadonlyMap<string, Row>, keys: readonly string[]): ReadonlyMap<string, Row> =>
  new Map(
    keys.flatMap((key) => {
      const row = rows.get(key);
      return row === undefined ? [] : [[key, row] as const];
    }),
  );
