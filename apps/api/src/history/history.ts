/** An account's transactions as one list, newest first, out of the read models. */
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#event-store/clock.js';
import {
  HISTORY_ROWS,
  type HistoryMark,
  type Stretch,
  type TransactionFilter,
  requireOrder,
  stretchAfter,
} from '#from-log/history.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import { CLOCK } from '../ledger/tokens.js';
import { Live } from '../queries/live.js';

export type HistoryRequest = {
  readonly accountId: string;
  readonly filter: TransactionFilter;
  readonly minRevision?: number | undefined;
};

@Injectable()
export class History {
  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `invalid` naming `from`, `account-not-found`, and 503 `rebuilding`, `read-model-behind`. */
  async after(after: HistoryMark | null, { accountId, filter, minRevision }: HistoryRequest): Promise<Stretch> {
    requireOrder(filter);
    const reading = await this.live.require(accountId, HISTORY_ROWS, minRevision);
    const linesUpTo = (revision: number) => this.live.lines(accountId, transactions, revision);
    return stretchAfter(after, reading, linesUpTo, { filter, now: await this.clock() });
  }
}
