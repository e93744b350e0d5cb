/** What a read model is: a pure definition of an aggregate's rows. Types only; Redis is nowhere in sight. */
import type { Entry as AccountEntry } from '#domain/account/entries.js';
import type { StreamCategory } from '#event-store/port/streams.js';

/** Asks for all rows of the aggregate instead of some. For rare entries: it costs as much as there are rows. */
export type EveryRow = 'every row';

/** A line has its place in the order of the aggregate's entries. */
export type Placed = { readonly revision: number };

/** Rows to look at; none of them is to be changed. */
export type RowsSeen<Row> = Pick<ReadonlyMap<string, Row>, 'get' | 'keys' | 'values'>;

/**
 * The rows in the hands of who folds entries into them. They have one owner, so that a row may be changed in place: that is told
 * by asking for it with `change`. Rows are counted: one that `keys` does not name is one that is new, or that is there and deleted.
 */
export type OwnRows<Row, Line extends Placed = never> = RowsSeen<Row> & {
  /** The row, to be changed in place: of one that is stored in parts, no other part than the one that is named. */
  change(key: string, part?: string): Changeable<Row> | undefined;
  /** A row that is new, or takes the place of the one before; `part` as above. */
  set(key: string, row: Row, part?: string): void;
  delete(key: string): void;
  /** Appends a line. It is never changed again; revisions never descend. */
  append(line: Line): void;
};
type Changeable<Row> = Row extends object ? { -readonly [K in keyof Row]: Row[K] } : Row;

/** Rows of an account, or of another aggregate: then `Entry` is what its events hold. */
export type Projection<Row = unknown, Line extends Placed = Placed, Entry = AccountEntry> = {
  /** Whose events it is of: a category of `projectedAggregates` (projector/aggregates.ts). */
  readonly of: StreamCategory;
  readonly name: string;
  /** Raised when the same events make other rows than before, or rows of another shape: everything is built anew. */
  readonly version: number;
  /** The rows that `evolve` looks at for this entry. */
  keys(entry: Entry): readonly string[] | EveryRow;
  /**
   * What the entry makes of the rows: of the same rows and entry always the same, and nothing else is changed or remembered. `rows`
   * holds those of `keys` that exist; what else is in it is none of its business. Charges that share an event come as
   * one entry. Each comes once and in order: the runner sees to that.
   */
  evolve(rows: OwnRows<Row, Line>, entry: Entry): void;
  /** Rows that hardly any entry looks at once they are stored, as of times that are over: they are not kept in memory. */
  isPast?(key: string): boolean;
  /** Sorted over all aggregates: the row's place in each index, or null where it is not in it. */
  readonly indexes?: Readonly<Record<string, IndexScore<Row>>>;
  /** Of lines, the members that are stored, in the order in which they are. New ones are added at the end. */
  readonly columns?: readonly (keyof Line & string)[];
  /** The JSON of a line's columns, where every charge writes one. */
  readonly lineJson?: JsonOf<Line>;
  /** For large rows of which little changes at a time; others are stored as one JSON. */
  readonly parts?: Parts<Row>;
  /** The JSON of a row that is stored as one, where every charge writes it: by hand it costs a fraction of JSON.stringify. */
  readonly json?: JsonOf<Row>;
};

/** How a row is stored in several parts, of which only those are written that have changed. */
export type Parts<Row> = {
  readonly names: readonly string[];
  /** The JSON of each part. */
  readonly json: Readonly<Record<string, JsonOf<Row>>>;
  /** The row again, out of all its parts. */
  rowOf(parts: Readonly<Record<string, unknown>>): Row;
};

/** Types of methods, so that a registry may hold projections of all kinds of rows. */
type IndexScore<Row> = { of(row: Row): number | null }['of'];
type JsonOf<Row> = { of(row: Row): string }['of'];

/** A projection of whatever rows and entries: what the runner sees. */
export type AnyProjection = Omit<Projection<unknown, Placed, unknown>, 'columns'> & {
  readonly columns?: readonly string[];
};

/** All read models; they are built, versioned and switched together. */
export type Registry = readonly AnyProjection[];
