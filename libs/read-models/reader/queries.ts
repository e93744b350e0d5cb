/** What a reader asks of an aggregate's rows, and what it is told. */
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';

/** What is needed of a projection to read its rows. */
export type ReadRows = Pick<AnyProjection, 'of' | 'name' | 'parts'>;

/** Rows of one projection; `Result` is what they are given as. */
export type RowQuery<Result> = {
  readonly projection: ReadRows;
  readonly keys: readonly string[] | 'every row';
  /** `rows`: those of the projection that were found, for whichever query. */
  readonly resultOf: (rows: ReadonlyMap<string, unknown>) => Result;
};

export const one = <Row, Line extends Placed, Entry>(
  projection: Projection<Row, Line, Entry>,
  key: string,
): RowQuery<Row | null> => ({
  projection,
  keys: [key],
  resultOf: (rows) => (rows.get(key) as Row | undefined) ?? null,
});

export const some = <Row, Line extends Placed, Entry>(
  projection: Projection<Row, Line, Entry>,
  keys: readonly string[],
): RowQuery<ReadonlyMap<string, Row>> => ({
  projection,
  keys,
  resultOf: (rows) => new Map(keys.flatMap((key) => (rows.has(key) ? [[key, rows.get(key) as Row]] : []))),
});

export const every = <Row, Line extends Placed, Entry>(
  projection: Projection<Row, Line, Entry>,
): RowQuery<ReadonlyMap<string, Row>> => ({
  projection,
  keys: 'every row',
  resultOf: (rows) => rows as ReadonlyMap<string, Row>,
});

export type Queries = Readonly<Record<string, RowQuery<unknown>>>;
export type Results<Q extends Queries> = { readonly [Name in keyof Q]: Q[Name] extends RowQuery<infer R> ? R : never };

/** Of which build and revision rows in Redis are: those of the same mark are the same. */
export type RowsMark = { readonly build: string; readonly text: string; readonly revision: number };

/** All rows as of one revision of the aggregate. */
export type Reading<Q extends Queries> = {
  readonly revision: number;
  readonly mark?: RowsMark;
  readonly rows: Results<Q>;
};

/**
 * `absent`: no event of the aggregate has been applied. That is no proof that there is none: the log knows.
 * `rebuilding`: no build answers reads now. The log does, or 503. `damaged`: Redis has lost something of it; it is
 * made anew from the log, and until then the log answers.
 */
export type NotThere = 'absent' | 'rebuilding' | 'damaged';

/** 503 `read-model-behind`: the revision asked for was not reached in time. */
export class ReadModelBehind extends Error {
  override readonly name = 'ReadModelBehind';
  readonly code = 'read-model-behind';
  constructor(
    readonly revision: number,
    readonly minRevision: number,
  ) {
    super(`The read model has reached revision ${revision} of the account; revision ${minRevision} was asked for.`);
  }
}

/** 503: Redis can't be reached. */
export class ReadModelUnavailable extends Error {
  override readonly name = 'ReadModelUnavailable';
  readonly code = 'read-model-unavailable';
  constructor(cause: unknown) {
    super('The read model can not be reached.', { cause });
  }
}

/** 503 `rebuilding`, where it begins in the middle of an answer. */
export class ReadModelRebuilding extends Error {
  override readonly name = 'ReadModelRebuilding';
  readonly code = 'rebuilding';
  constructor() {
    super('The read models are being rebuilt.');
  }
}

/** Redis has lost lines of the account, found in the middle of an answer: those up to `upTo` are still to come. */
export class LinesLost extends Error {
  override readonly name = 'LinesLost';
  constructor(readonly upTo: number) {
    super(`Lines up to revision ${upTo} are lost in Redis.`);
  }
}
