/** An account's rows and lines folded from its log, as a reader of the read models would find them. */
import { projections } from '#projections/index.js';
import type { Placed, Projection } from '#read-models/projection/projection.js';
import type { Queries, Reading, Results } from '#read-models/reader/queries.js';
import type { AccountLog } from './account-log.js';
import { foldInto } from './rows.js';

/** Folds the whole account for each answer. */
export class FoldedRows {
  constructor(private readonly log: AccountLog) {}

  /** All as of one revision. Rejects with `account-not-found`. */
  async require<Q extends Queries>(accountId: string, queries: Q, minRevision?: number): Promise<Reading<Q>> {
    const { account } = await this.log.current(accountId, minRevision);
    return this.at(accountId, queries, account.revision);
  }

  /** As of a revision that the account has reached. */
  async at<Q extends Queries>(accountId: string, queries: Q, revision: number): Promise<Reading<Q>> {
    const wanted = new Set(Object.values(queries).map(({ projection }) => projection.name));
    const rows = new Map<string, Map<string, unknown>>();
    for (const projection of projections.filter(({ name }) => wanted.has(name))) {
      const folded = new Map<string, unknown>();
      for await (const _ of this.linesUp(accountId, projection as Projection, folded, revision));
      rows.set(projection.name, folded);
    }
    const results = Object.entries(queries).map(([name, { projection, resultOf }]) => [
      name,
      resultOf(rows.get(projection.name) ?? new Map<string, unknown>()),
    ]);
    return { revision, rows: Object.fromEntries(results) as Results<Q> };
  }

  /** Settled lines up to a revision, newest first. */
  async *lines<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    upTo: number,
  ): AsyncGenerator<Line, void, void> {
    const lines: Line[] = [];
    for await (const line of this.linesUp(accountId, projection, new Map<string, Row>(), upTo)) lines.push(line);
    yield* lines.reverse();
  }

  /** Folds into `rows`, which are empty before; yields the lines on the way. */
  private async *linesUp<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    rows: Map<string, Row>,
    upTo: number,
  ): AsyncGenerator<Line, void, void> {
    for await (const { entry } of this.log.entries(accountId, 1, upTo)) yield* foldInto(projection, rows, entry);
  }
}
