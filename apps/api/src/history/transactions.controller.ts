/** What an account went through, for its owner. */
import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { JsonText } from '../http/json-text.js';
import { RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import {
  BalanceHistoryParameters,
  LiveParameters,
  TransactionsParameters,
  count,
  time,
} from '../queries/parameters.js';
import { BalanceHistory, BalanceHistoryQuery } from './balance-history.js';
import { FirstPageQuery } from './first-page.js';
import { TransactionView } from './transaction-view.js';
import { TransactionQuery } from './transaction.js';
import { TransactionsCsvQuery, TransactionsPage, TransactionsQuery } from './transactions.js';

type Path = Readonly<Record<string, string>>;

@ApiTags('Reading')
@Controller('v1/accounts/:accountId')
export class TransactionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('transactions')
  @QueryRoute({
    summary: 'The history as its owner sees it, newest first, also as CSV',
    roles: ROLES,
    answer: TransactionsPage,
  })
  @Parameters(TransactionsParameters)
  @ApiProduces('application/json', 'text/csv')
  async transactions(
    @Param() path: Path,
    @RequestedQuery(TransactionsParameters) query: TransactionsParameters,
    @Headers('accept') accept = '',
  ): Promise<TransactionsPage | JsonText | StreamableFile> {
    const { minRevision, from, to, limit, cursor, format, ...filter } = query;
    const accountId = accountIdOf(path);
    const request = {
      accountId,
      filter: { from: time(from), to: time(to), ...filter },
      minRevision: count(minRevision),
    };
    const isCsv = (format ?? (/^\s*text\/csv\s*(?:[,;]|$)/i.test(accept) ? 'csv' : 'json')) === 'csv';
    if (!isCsv) {
      const most = count(limit) ?? 50;
      const page = await this.queries.execute(new FirstPageQuery(request, most, cursor));
      return page instanceof JsonText ? page : this.queries.execute(new TransactionsQuery(request, most, cursor));
    }
    const lines = await this.queries.execute(new TransactionsCsvQuery(request, count(limit), cursor));
    const disposition = `attachment; filename="${accountId}-transactions.csv"`;
    return new StreamableFile(Readable.from(lines), { type: 'text/csv; charset=utf-8', disposition });
  }

  @Get('transactions/:transactionId')
  @QueryRoute({ summary: 'One line of the history', roles: ROLES, answer: TransactionView })
  @Parameters(LiveParameters)
  transaction(@Param() path: Path, @RequestedQuery(LiveParameters) query: LiveParameters): Promise<TransactionView> {
    const { transactionId = '' } = path;
    return this.queries.execute(new TransactionQuery(accountIdOf(path), transactionId, count(query.minRevision)));
  }

  @Get('balance-history')
  @QueryRoute({
    summary: 'The balance’s total in time, as the transactions left it',
    roles: ROLES,
    answer: BalanceHistory,
  })
  @Parameters(BalanceHistoryParameters)
  balanceHistory(
    @Param() path: Path,
    @RequestedQuery(BalanceHistoryParameters) query: BalanceHistoryParameters,
  ): Promise<BalanceHistory> {
    const { from, to, points, minRevision } = query;
    const window = { from: time(from), to: time(to) };
    return this.queries.execute(new BalanceHistoryQuery(accountIdOf(path), window, count(points), count(minRevision)));
  }
}
