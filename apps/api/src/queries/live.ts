/** Rows out of Redis that show at least what this process has answered, or the reason why there are none. */
import { Inject, Injectable } from '@nestjs/common';
import { type Placed, type Projection } from '#read-models/projection/projection.js';
import {
  LinesLost,
  type NotThere,
  type Queries,
  type Reading,
  ReadModelBehind,
  ReadModelRebuilding,
  ReadModelUnavailable,
  type RowsMark,
} from '#read-models/reader/queries.js';
import type { LineSearch } from '#read-models/reader/last-lines.js';
import type { LinesRequest, NewestLines } from '#read-models/reader/newest-lines.js';
import type { Reader } from '#read-models/reader/reader.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { READER } from '../ledger/tokens.js';
import { AccountLog } from '#from-log/account-log.js';
import { Folded } from './folded.js';
import { behind, rebuilding } from './not-yet.js';

@Injectable()
export class Live {
  constructor(
    @Inject(READER) private readonly reader: Reader,
    private readonly answered: ReadYourWrites,
    private readonly log: AccountLog,
    private readonly folded: Folded,
  ) {}

  /**
   * All rows as of one revision, at least `minRevision` and what this process has answered. Null where the log has to
   * answer: no build serves, Redis is away or has lost rows, or nothing of the account has arrived. A revision that is not
   * there yet is waited for only where the log has it. Throws 503 `read-model-behind`, and `invalid` naming `minRevision`.
   */
  async read<Q extends Queries>(accountId: string, queries: Q, minRevision?: number): Promise<Reading<Q> | null> {
    const reading = await this.look(accountId, queries, minRevision);
    return typeof reading === 'string' ? null : reading;
  }

  /**
   * As `read`; 'unchanged' where all rows are those of the mark still, and it is as far as is asked for: what was computed of
   * them is to be had without them.
   */
  async readUnless<Q extends Queries>(
    accountId: string,
    queries: Q,
    known: RowsMark | undefined,
    minRevision = 0,
  ): Promise<Reading<Q> | 'unchanged' | null> {
    const least = Math.max(minRevision, this.answered.of(accountId));
    if (known && known.revision >= least) {
      const seen = await this.reader.readUnless(accountId, queries, known).catch(unavailable);
      if (seen === 'unchanged') return seen;
      if (typeof seen !== 'string' && seen.revision >= least) {
        this.answered.remember(accountId, seen.revision);
        return seen;
      }
    }
    return this.read(accountId, queries, minRevision);
  }

  /**
   * As `read`, for what the log can stand in for only one account at a time. An account whose first rows have not arrived
   * is waited for; one whose rows are lost is folded from the log. Throws `account-not-found` where the log knows of none,
   * and 503 `rebuilding`.
   */
  async require<Q extends Queries>(accountId: string, queries: Q, minRevision?: number): Promise<Reading<Q>> {
    const reading = await this.look(accountId, queries, minRevision);
    if (typeof reading !== 'string') return reading;
    if (reading === 'damaged') return this.folded.read(accountId, queries, minRevision);
    const { account } = await this.log.current(accountId, minRevision);
    const later = await this.read(accountId, queries, account.revision);
    if (later) return later;
    throw rebuilding();
  }

  /**
   * The revision that rows of the account show, which nothing is waited for, or what this process has answered. Null where no
   * read model can be asked.
   */
  async shown(accountId: string): Promise<number | null> {
    const shown = await this.reader.shown(accountId).catch(unavailable);
    const reading = shown ?? (await this.reader.read(accountId, {}).catch(unavailable));
    return typeof reading === 'string' ? null : Math.max(reading.revision, this.answered.of(accountId));
  }

  private async look<Q extends Queries>(
    accountId: string,
    queries: Q,
    minRevision = 0,
  ): Promise<Reading<Q> | NotThere | 'unavailable'> {
    try {
      const answered = this.answered.of(accountId);
      let reading = await this.reader.read(accountId, queries, { minRevision: answered });
      if (minRevision > answered && revisionOf(reading) < minRevision) {
        if (typeof reading === 'string' && reading !== 'absent') return reading;
        await this.log.current(accountId, minRevision);
        reading = await this.reader.read(accountId, queries, { minRevision });
      }
      if (typeof reading !== 'string') this.answered.remember(accountId, reading.revision);
      return reading;
    } catch (error) {
      if (error instanceof ReadModelBehind) throw behind(error.revision, error.minRevision);
      if (error instanceof ReadModelUnavailable) return 'unavailable';
      throw error;
    }
  }

  /**
   * Rows and the newest settled lines, as they are stored. Null where one look does not do, or does not show what is asked for:
   * then `require` and `lines` do.
   */
  async newestLines<Q extends Queries>(
    accountId: string,
    queries: Q,
    request: Omit<LinesRequest, 'near'>,
    minRevision = 0,
  ): Promise<NewestLines<Q> | null> {
    const near = this.answered.of(accountId);
    const seen = await this.reader.newestLines(accountId, queries, { near, ...request }).catch(unavailable);
    if (seen === null || seen === 'unavailable' || seen.revision < Math.max(minRevision, near)) return null;
    this.answered.remember(accountId, seen.revision);
    return seen;
  }

  /** The last settled lines of which something holds; null where not all can be had so: then `lines` does. */
  async lastLines<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    upTo: number,
    search: LineSearch<Line>,
  ): Promise<readonly (Line | null)[] | null> {
    const lines = await this.reader.lastLines(accountId, projection, upTo, search).catch(unavailable);
    return lines === 'unavailable' ? null : lines;
  }

  /** Settled lines up to a revision, newest first; lost ones from the log. Throws 503 `rebuilding`, also in the middle. */
  async *lines<Row, Line extends Placed>(
    accountId: string,
    projection: Projection<Row, Line>,
    upTo: number,
  ): AsyncGenerator<Line, void, void> {
    try {
      for await (const portion of this.reader.lines(accountId, projection, upTo)) yield* portion;
    } catch (error) {
      if (error instanceof LinesLost) return yield* this.folded.linesDown(accountId, projection, error.upTo);
      if (error instanceof ReadModelRebuilding || error instanceof ReadModelUnavailable) throw rebuilding();
      throw error;
    }
  }
}

function unavailable(error: unknown): 'unavailable' {
  if (error instanceof ReadModelUnavailable) return 'unavailable';
  throw error;
}

const revisionOf = (reading: Reading<Queries> | NotThere): number =>
  typeof reading === 'string' ? 0 : reading.revision;
