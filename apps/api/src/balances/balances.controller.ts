/** What an account has: now, or as it was. */
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { Hot } from '../http/hot-routes.js';
import { type Path, RequestedPath, RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { LiveParameters, PastParameters, count, pastOf } from '../queries/parameters.js';
import { BalanceQuery, BalanceView } from './balance.js';
import { BucketsQuery, BucketsView } from './buckets.js';
import { BurnRateQuery, BurnRateView } from './burn-rate.js';

@ApiTags('Reading')
@Controller('v1/accounts/:accountId')
export class BalancesController {
  constructor(private readonly queries: QueryBus) {}

  @Hot()
  @Get('balance')
  @QueryRoute({
    summary: 'What an account has, now or as of a time or revision, on either clock',
    roles: ROLES,
    answer: BalanceView,
  })
  @Parameters(PastParameters)
  balance(@RequestedPath() path: Path, @RequestedQuery(PastParameters) query: PastParameters): Promise<BalanceView> {
    return this.queries.execute(new BalanceQuery(accountIdOf(path), pastOf(query), count(query.minRevision)));
  }

  @Hot()
  @Get('buckets')
  @QueryRoute({
    summary: 'Every bucket that the account ever had, now or as of a time or revision',
    roles: ROLES,
    answer: BucketsView,
  })
  @Parameters(PastParameters)
  buckets(@RequestedPath() path: Path, @RequestedQuery(PastParameters) query: PastParameters): Promise<BucketsView> {
    return this.queries.execute(new BucketsQuery(accountIdOf(path), pastOf(query), count(query.minRevision)));
  }

  @Get('burn-rate')
  @QueryRoute({ summary: 'What the account burns by the hour', roles: ROLES, answer: BurnRateView })
  @Parameters(LiveParameters)
  burnRate(@RequestedPath() path: Path, @RequestedQuery(LiveParameters) query: LiveParameters): Promise<BurnRateView> {
    return this.queries.execute(new BurnRateQuery(accountIdOf(path), count(query.minRevision)));
  }
}
