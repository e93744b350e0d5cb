/** What an account has and has had, for its owner. */
import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { amount } from '#domain/money.js';
import { ROLES } from '../auth/roles.js';
import { AskedQuery, accountIdOf } from '../http/asked.js';
import { QueryRoute } from '../openapi/routes.js';
import { defined } from '../validation/defined.js';
import { BalanceQuery, BalanceView } from '../balances/balance.js';
import { BucketsQuery, BucketsView } from '../balances/buckets.js';
import { Parameters } from './described.js';
import { BurnRateQuery, BurnRateView } from '../balances/burn-rate.js';
import { CreditCheckView, CreditsCheckQuery } from '../usage/credits-check.js';
import {
  CreditsCheckParameters,
  LiveParameters,
  PastParameters,
  TransactionsParameters,
  UsageParameters,
  count,
  pastOf,
  time,
} from './parameters.js';
import { ResourcesQuery, ResourcesView } from '../resources/resources.js';
import { TransactionView } from '../history/transaction-view.js';
import { TransactionQuery } from '../history/transaction.js';
import { TransactionsCsvQuery, TransactionsPage, TransactionsQuery } from '../history/transactions.js';
import { UsageQuery, UsageView } from '../usage/usage.js';
import { WithdrawalsQuery, WithdrawalsView } from '../withdrawals/withdrawals.js';

type Path = Readonly<Record<string, string>>;

const READERS = ROLES;
const STAFF = ['support', 'finance', 'auditor'] as const;

@ApiTags('Reading')
@Controller('v1/accounts/:accountId')
export class ViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('balance')
  @QueryRoute({
    summary: 'What an account has, now or as of a time or revision, on either clock',
    roles: READERS,
    answer: BalanceView,
  })
  @Parameters(PastParameters)
  balance(@Param() path: Path, @AskedQuery(PastParameters) asked: PastParameters): Promise<BalanceView> {
    return this.queries.execute(new BalanceQuery(accountIdOf(path), pastOf(asked), count(asked.minRevision)));
  }

  @Get('buckets')
  @QueryRoute({
    summary: 'Every bucket that the account ever had, now or as of a time or revision',
    roles: READERS,
    answer: BucketsView,
  })
  @Parameters(PastParameters)
  buckets(@Param() path: Path, @AskedQuery(PastParameters) asked: PastParameters): Promise<BucketsView> {
    return this.queries.execute(new BucketsQuery(accountIdOf(path), pastOf(asked), count(asked.minRevision)));
  }

  @Get('burn-rate')
  @QueryRoute({ summary: 'What the account burns by the hour', roles: READERS, answer: BurnRateView })
  @Parameters(LiveParameters)
  burnRate(@Param() path: Path, @AskedQuery(LiveParameters) asked: LiveParameters): Promise<BurnRateView> {
    return this.queries.execute(new BurnRateQuery(accountIdOf(path), count(asked.minRevision)));
  }

  @Get('transactions')
  @QueryRoute({
    summary: 'The history as its owner sees it, newest first, also as CSV',
    roles: READERS,
    answer: TransactionsPage,
  })
  @Parameters(TransactionsParameters)
  @ApiProduces('application/json', 'text/csv')
  async transactions(
    @Param() path: Path,
    @AskedQuery(TransactionsParameters) asked: TransactionsParameters,
    @Headers('accept') accept = '',
  ): Promise<TransactionsPage | StreamableFile> {
    const { minRevision, from, to, limit, cursor, format, ...filter } = asked;
    const accountId = accountIdOf(path);
    const request = {
      accountId,
      filter: { ...filter, from: time(from), to: time(to) },
      minRevision: count(minRevision),
    };
    const isCsv = (format ?? (/^\s*text\/csv\s*(?:[,;]|$)/i.test(accept) ? 'csv' : 'json')) === 'csv';
    if (!isCsv) return this.queries.execute(new TransactionsQuery(request, count(limit) ?? 50, cursor));
    const lines = await this.queries.execute(new TransactionsCsvQuery(request, count(limit), cursor));
    const disposition = `attachment; filename="${accountId}-transactions.csv"`;
    return new StreamableFile(Readable.from(lines), { type: 'text/csv; charset=utf-8', disposition });
  }

  @Get('transactions/:transactionId')
  @QueryRoute({ summary: 'One line of the history', roles: READERS, answer: TransactionView })
  @Parameters(LiveParameters)
  transaction(@Param() path: Path, @AskedQuery(LiveParameters) asked: LiveParameters): Promise<TransactionView> {
    const { transactionId = '' } = path;
    return this.queries.execute(new TransactionQuery(accountIdOf(path), transactionId, count(asked.minRevision)));
  }

  @Get('usage')
  @QueryRoute({ summary: 'Usage by day, product and model, from the log', roles: STAFF, answer: UsageView })
  @Parameters(UsageParameters)
  usage(@Param() path: Path, @AskedQuery(UsageParameters) asked: UsageParameters): Promise<UsageView> {
    const { from, to, minRevision } = asked;
    return this.queries.execute(new UsageQuery(accountIdOf(path), time(from), time(to), count(minRevision)));
  }

  @Get('credits/check')
  @QueryRoute({
    summary: 'Whether credits cover a usage, decided as a charge would be',
    roles: READERS,
    answer: CreditCheckView,
  })
  @Parameters(CreditsCheckParameters)
  creditsCheck(
    @Param() path: Path,
    @AskedQuery(CreditsCheckParameters) asked: CreditsCheckParameters,
  ): Promise<CreditCheckView> {
    const { amount: credits, product, model, gpu, minRevision } = asked;
    const usage = defined({ product, model, gpu });
    return this.queries.execute(new CreditsCheckQuery(accountIdOf(path), amount(credits), usage, count(minRevision)));
  }

  @Get('resources')
  @QueryRoute({ summary: 'What runs and has run', roles: READERS, answer: ResourcesView })
  @Parameters(LiveParameters)
  resources(@Param() path: Path, @AskedQuery(LiveParameters) asked: LiveParameters): Promise<ResourcesView> {
    return this.queries.execute(new ResourcesQuery(accountIdOf(path), count(asked.minRevision)));
  }

  @Get('withdrawals')
  @QueryRoute({ summary: 'Every withdrawal that was asked for', roles: STAFF, answer: WithdrawalsView })
  @Parameters(LiveParameters)
  withdrawals(@Param() path: Path, @AskedQuery(LiveParameters) asked: LiveParameters): Promise<WithdrawalsView> {
    return this.queries.execute(new WithdrawalsQuery(accountIdOf(path), count(asked.minRevision)));
  }
}
