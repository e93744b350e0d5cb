/** An account's rows and lines folded from the log for one answer: what stands in for those that Redis has lost. */
import { Injectable } from '@nestjs/common';
import { projections } from '#projections/index.js';
import type { Placed, Projection } from '#read-models/projection/projection.js';
import type { Queries, Reading, Results } from '#read-models/reader/queries.js';
import { ReadYourWrites } from '../../ledger/read-your-writes.js';
import { rebuilding } from '../not-yet.js';
import { AccountLog } from './account-log.js';
import { foldInto } from './rows.js';

/** An answer that would fold more entries than this is 503 `rebuilding`: the account is there again in a moment. */
const MOST_ENTRIES = 20_000;

@Injectable()
export class Folded {
  constructor(
    private readonly log: AccountLog,
    private readonly answered: ReadYourWrites,
  ) {}

  /** As the reader's `read`, as of all that is recorded. Throws `account-not-found`, 503 `rebuilding`, `read-model-behind`. */
  async read<Q extends Queries>(accountId: string, queries: Q, minRevision?: number): Promise<Reading<Q>> {
    const { account } = await this.log.current(accountId, minRevision);
    const wanted = new Set(Object.values(queries).map(({ projection }) => projection.name));
    const rows = new Map<string, Map<string, unknown>>();
    for (const projection of projections.filter(({ name }) => wanted.has(name))) {
      const folded = new Map<string, unknown>();
      for await (const _ of this.linesUp(accountId, projection as Projection, folded, account.revision));
      rows.set(projection.name, folded);
    }
    this.answered.remember(accountId, account.revision);
    const results = Object.entries(queries).map(([name, { projection, resultOf }]) => [
      name,
      resultOf(rows.get(projection.name) ?? new Map<string, unknown>()),
    ]);
    return { revision: account.revision, rows: Object.fromEntries(results) as Results<Q> };
  }

  /** Settled lines up to a revision, newest first. Throws 503 `rebuilding`. */
  async linesDown<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    upTo: number,
  ): Promise<readonly Line[]> {
    const lines: Line[] = [];
    for await (const line of this.linesUp(accountId, projection, new Map<string, Row>(), upTo)) lines.push(line);
    return lines.reverse();
  }

  /** Folds into `rows`, which are empty before; yields the lines on the way. */
  private async *linesUp<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    rows: Map<string, Row>,
    upTo: number,
  ): AsyncGenerator<Line, void, void> {
    if (upTo > MOST_ENTRIES) throw rebuilding();
    for await (const { entry } of this.log.entries(accountId, 1, upTo)) yield* foldInto(projection, rows, entry);
  }
}
