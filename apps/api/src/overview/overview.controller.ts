import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { LiveParameters, count } from '../queries/parameters.js';
import { Overview, OverviewQuery } from './overview.js';

@ApiTags('Reading')
@Controller('v1/accounts/:accountId/overview')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({ summary: "What an account's page shows at one look", roles: ROLES, answer: Overview })
  @Parameters(LiveParameters)
  show(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(LiveParameters) query: LiveParameters,
  ): Promise<Overview> {
    return this.queries.execute(new OverviewQuery(accountIdOf(path), count(query.minRevision)));
  }
}
