/** What an account went through, for support and auditors: out of the log. */
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/roles.js';
import { AskedQuery, accountIdOf } from '../http/asked.js';
import { EventsPage, EventsQuery } from './events.js';
import { ExplainQuery, Explanation } from './explain.js';
import { EventsParameters, NoParameters, ReplayParameters, rangeOf } from './parameters.js';
import { ReplayPage, ReplayQuery } from './replay.js';

type Path = Readonly<Record<string, string>>;

@ApiTags('history')
@Roles('support', 'finance', 'auditor')
@Controller('v1/accounts/:accountId')
export class HistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get('events')
  @ApiQuery({ type: EventsParameters })
  @ApiOkResponse({ type: EventsPage })
  events(@Param() path: Path, @AskedQuery(EventsParameters) asked: EventsParameters): Promise<EventsPage> {
    return this.queries.execute(new EventsQuery(accountIdOf(path), rangeOf(asked)));
  }

  @Get('replay')
  @ApiQuery({ type: ReplayParameters })
  @ApiOkResponse({ type: ReplayPage })
  replay(@Param() path: Path, @AskedQuery(ReplayParameters) asked: ReplayParameters): Promise<ReplayPage> {
    return this.queries.execute(new ReplayQuery(accountIdOf(path), rangeOf(asked)));
  }

  @Get('transactions/:transactionId/explain')
  @ApiOkResponse({ type: Explanation })
  explain(@Param() path: Path, @AskedQuery(NoParameters) _asked: NoParameters): Promise<Explanation> {
    return this.queries.execute(new ExplainQuery(accountIdOf(path), path['transactionId'] ?? ''));
  }
}
