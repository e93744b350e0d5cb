import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { revisionOf } from '#domain/account/ids.js';
import { DomainError } from '#domain/errors.js';
import { AccountLog } from '#from-log/account-log.js';
import { type TransactionView, transactionView } from '#from-log/transaction-view.js';
import { one } from '#read-models/reader/queries.js';
import type { Transaction } from '#projections/transactions/transaction.js';
import {
  HISTORY,
  type HistoryRow,
  type SettledRow,
  transactions,
} from '#projections/transactions/transactions.projection.js';
import { Live } from '../queries/live.js';

export class TransactionQuery extends Query<TransactionView> {
  constructor(
    readonly accountId: string,
    readonly transactionId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found`, `not-found`, and 503 `rebuilding` and `read-model-behind`. */
@QueryHandler(TransactionQuery)
export class TransactionHandler implements IQueryHandler<TransactionQuery> {
  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
  ) {}

  async execute({ accountId, transactionId, minRevision = 0 }: TransactionQuery): Promise<TransactionView> {
    return this.view(accountId, transactionId, minRevision);
  }

  private async view(accountId: string, transactionId: string, minRevision: number): Promise<TransactionView> {
    const queries = { history: one(transactions, HISTORY), settled: one(transactions, transactionId) };
    const reading = await this.live.require(accountId, queries, minRevision);
    const { history, settled } = reading.rows;
    const line = await this.find(accountId, transactionId, history as HistoryRow | null, settled as SettledRow | null);
    if (line) return transactionView(line);
    // The log may be further than what was read: only what is not there either is unknown.
    const { account } = await this.log.current(accountId);
    const revision = revisionOf(transactionId, 'tx', account.tag);
    if (revision !== null && reading.revision < revision && revision <= account.revision) {
      return this.view(accountId, transactionId, revision);
    }
    throw new DomainError('not-found', `This account has no transaction ${transactionId}.`);
  }

  /** An id names the entry that opened the transaction; `settled` the one that settled it, if that was another. */
  private async find(
    accountId: string,
    transactionId: string,
    history: HistoryRow | null,
    settled: SettledRow | null,
  ): Promise<Transaction | null> {
    const open = Object.values(history?.open ?? {}).find((line) => line.transactionId === transactionId);
    const revision = settled?.settledBy ?? revisionOf(transactionId, 'tx', history?.tag ?? '');
    if (open || revision === null) return open ?? null;
    for await (const line of this.live.lines(accountId, transactions, revision)) {
      if (line.revision < revision) return null;
      if (line.transactionId === transactionId) return line;
    }
    return null;
  }
}
