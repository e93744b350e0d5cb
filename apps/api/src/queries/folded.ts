/** An account's rows and lines folded from the log for one answer: what stands in for those that Redis has lost. */
import { Injectable } from '@nestjs/common';
import type { Placed, Projection } from '#read-models/projection/projection.js';
import type { Queries, Reading } from '#read-models/reader/queries.js';
import { AccountLog } from '#from-log/account-log.js';
import { FoldedRows } from '#from-log/folded-rows.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { rebuilding } from './not-yet.js';

/** An answer that would fold more entries than this is 503 `rebuilding`: the account is there again in a moment. */
const MOST_ENTRIES = 20_000;

@Injectable()
export class Folded {
  private readonly rows: FoldedRows;

  constructor(
    private readonly log: AccountLog,
    private readonly answered: ReadYourWrites,
  ) {
    this.rows = new FoldedRows(log);
  }

  /** As the reader's `read`, as of all that is recorded. Throws `account-not-found`, 503 `rebuilding`, `read-model-behind`. */
  async read<Q extends Queries>(accountId: string, queries: Q, minRevision?: number): Promise<Reading<Q>> {
    const { account } = await this.log.current(accountId, minRevision);
    requireFew(account.revision);
    const reading = await this.rows.at(accountId, queries, account.revision);
    this.answered.remember(accountId, account.revision);
    return reading;
  }

  /** Settled lines up to a revision, newest first. Throws 503 `rebuilding`. */
  linesDown<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    upTo: number,
  ): AsyncIterable<Line> {
    requireFew(upTo);
    return this.rows.lines(accountId, projection, upTo);
  }
}

function requireFew(entries: number): void {
  if (entries > MOST_ENTRIES) throw rebuilding();
}
