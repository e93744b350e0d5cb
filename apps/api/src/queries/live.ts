/** Rows out of Redis that show at least what this process has answered, or the reason why there are none. */
import { Inject, Injectable } from '@nestjs/common';
import { type Placed, type Projection } from '#read-models/projection.js';
import {
  type NotThere,
  type Queries,
  type Reading,
  ReadModelBehind,
  ReadModelRebuilding,
  ReadModelUnavailable,
} from '#read-models/queries.js';
import type { Reader } from '#read-models/reader.js';
import { LastAnswered } from '../ledger/last-answered.js';
import { READER } from '../ledger/tokens.js';
import { AccountLog } from './from-log/account-log.js';
import { behind, rebuilding } from './not-yet.js';

@Injectable()
export class Live {
  constructor(
    @Inject(READER) private readonly reader: Reader,
    private readonly answered: LastAnswered,
    private readonly log: AccountLog,
  ) {}

  /**
   * All rows as of one revision, at least `minRevision` and what this process has answered. Null where the log has to
   * answer: no build serves, Redis is away, or nothing of the account has arrived. A revision that is not there yet is
   * waited for only where the log has it. Throws 503 `read-model-behind`, and `invalid` naming `minRevision`.
   */
  async read<Q extends Queries>(accountId: string, queries: Q, minRevision = 0): Promise<Reading<Q> | null> {
    try {
      const answered = this.answered.of(accountId);
      let reading = await this.reader.read(accountId, queries, { minRevision: answered });
      if (minRevision > answered && revisionOf(reading) < minRevision) {
        if (typeof reading === 'string' && reading !== 'absent') return null;
        await this.log.current(accountId, minRevision);
        reading = await this.reader.read(accountId, queries, { minRevision });
      }
      if (typeof reading === 'string') return null;
      this.answered.remember(accountId, reading.revision);
      return reading;
    } catch (error) {
      if (error instanceof ReadModelBehind) throw behind(error.revision, error.minRevision);
      if (error instanceof ReadModelUnavailable) return null;
      throw error;
    }
  }

  /**
   * As `read`, for what the log can not stand in for. An account whose first rows have not arrived is waited for. Throws
   * `account-not-found` where the log knows of none, and 503 `rebuilding`.
   */
  async require<Q extends Queries>(accountId: string, queries: Q, minRevision?: number): Promise<Reading<Q>> {
    const reading = await this.read(accountId, queries, minRevision);
    if (reading) return reading;
    const { account } = await this.log.current(accountId, minRevision);
    const later = await this.read(accountId, queries, account.revision);
    if (later) return later;
    throw rebuilding();
  }

  /** Settled lines up to a revision, newest first. Throws 503 `rebuilding`, also in the middle of them. */
  async *lines<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    upTo: number,
  ): AsyncGenerator<Line, void, void> {
    try {
      for await (const portion of this.reader.lines(accountId, projection, upTo)) yield* portion;
    } catch (error) {
      if (error instanceof ReadModelRebuilding || error instanceof ReadModelUnavailable) throw rebuilding();
      throw error;
    }
  }
}

const revisionOf = (reading: Reading<Queries> | NotThere): number =>
  typeof reading === 'string' ? 0 : reading.revision;
