/** What an account went through, for support and auditors: out of the log. */
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { EventsPage, EventsQuery } from './events.js';
import { ExplainQuery, Explanation } from '../usage/explain.js';
import { EventsParameters, LiveParameters, count, rangeOf } from '../queries/parameters.js';
import { ReplayPage, ReplayQuery } from './replay.js';

type Path = Readonly<Record<string, string>>;

@ApiTags('History')
@Controller('v1/accounts/:accountId')
export class HistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get('events')
  @QueryRoute({ summary: 'Every entry of the account, as it is in the log', roles: STAFF, answer: EventsPage })
  @Parameters(EventsParameters)
  events(@Param() path: Path, @RequestedQuery(EventsParameters) query: EventsParameters): Promise<EventsPage> {
    return this.queries.execute(new EventsQuery(accountIdOf(path), rangeOf(query), count(query.minRevision)));
  }

  @Get('replay')
  @QueryRoute({ summary: 'Every entry between the account before and after it', roles: STAFF, answer: ReplayPage })
  @Parameters(EventsParameters)
  replay(@Param() path: Path, @RequestedQuery(EventsParameters) query: EventsParameters): Promise<ReplayPage> {
    return this.queries.execute(new ReplayQuery(accountIdOf(path), rangeOf(query), count(query.minRevision)));
  }

  @Get('transactions/:transactionId/explain')
  @QueryRoute({ summary: 'Why each bucket paid for a charge, or did not', roles: STAFF, answer: Explanation })
  @Parameters(LiveParameters)
  explain(@Param() path: Path, @RequestedQuery(LiveParameters) query: LiveParameters): Promise<Explanation> {
    const { transactionId = '' } = path;
    return this.queries.execute(new ExplainQuery(accountIdOf(path), transactionId, count(query.minRevision)));
  }
}
