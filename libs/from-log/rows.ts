/** Folds a projection over entries that were read from the log, without Redis. */
import type { Entry } from '#domain/account/entries.js';
import type { OwnRows, Placed, Projection } from '#read-models/projection/projection.js';

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
  const draft = new CopiedRows<Row, Line>(rows);
  projection.evolve(draft, entry);
  return draft.lines;
}

/** Rows that others may hold: what is changed is a copy. */
class CopiedRows<Row, Line extends Placed> implements OwnRows<Row, Line> {
  readonly lines: Line[] = [];

  constructor(private readonly rows: Map<string, Row>) {}

  get(key: string): Row | undefined {
    return this.rows.get(key);
  }

  keys(): MapIterator<string> {
    return this.rows.keys();
  }

  values(): MapIterator<Row> {
    return this.rows.values();
  }

  change(key: string): ReturnType<OwnRows<Row, Line>['change']> {
    const row = this.rows.get(key);
    if (row === undefined) return undefined;
    const own = structuredClone(row);
    this.rows.set(key, own);
    return own as ReturnType<OwnRows<Row, Line>['change']>;
  }

  set(key: string, row: Row): void {
    this.rows.set(key, row);
  }

  delete(key: string): void {
    this.rows.delete(key);
  }

  append(line: Line): void {
    this.lines.push(line);
  }
}
