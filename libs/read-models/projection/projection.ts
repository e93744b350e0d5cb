/** What a read model is: a pure definition of an account's rows. Types only; Redis is nowhere in sight. */
import type { Entry } from '#domain/account/entries.js';

/** Asks for all rows of the account instead of some. For rare events: it costs as much as there are rows. */
export type EveryRow = 'every row';

/** A line has its place in the order of the account's entries. */
export type Placed = { readonly revision: number };

/**
 * What an event does to the rows. A row that is `null` is deleted; rows that are not mentioned stay as they are. Rows are
 * counted: one that `keys` does not name is one that is new, or that is there and deleted.
 */
export type Changes<Row, Line extends Placed = never> = {
  readonly rows?: ReadonlyMap<string, Row | null>;
  /** Appended in order. A line is never changed again; revisions never descend. */
  readonly lines?: readonly Line[];
};

export type Projection<Row = unknown, Line extends Placed = Placed> = {
  readonly name: string;
  /** Raised when the same events make other rows than before, or rows of another shape: everything is built anew. */
  readonly version: number;
  /** The rows that `evolve` looks at for this event. */
  keys(event: Entry): readonly string[] | EveryRow;
  /**
   * Pure. `rows` holds those of `keys` that exist, and nothing else. Charges that share an event come as one; entries that
   * were joined come one by one. Each comes once and in order: the runner sees to that.
   */
  evolve(rows: ReadonlyMap<string, Row>, event: Entry): Changes<Row, Line>;
  /** Sorted over all accounts: the row's place in each index, or null where it is not in it. */
  readonly indexes?: Readonly<Record<string, IndexScore<Row>>>;
  /** Of lines, the members that are stored, in the order in which they are. New ones are added at the end. */
  readonly columns?: readonly (keyof Line & string)[];
};

/** A method's type, so that a registry may hold projections of all kinds of rows. */
type IndexScore<Row> = { of(row: Row): number | null }['of'];

/** A projection of whatever rows: what the runner sees. */
export type AnyProjection = Omit<Projection, 'columns'> & { readonly columns?: readonly string[] };

/** All read models; they are built, versioned and switched together. */
export type Registry = readonly AnyProjection[];
