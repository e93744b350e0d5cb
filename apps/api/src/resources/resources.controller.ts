import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ResourceStartedAnswer, ResourceStoppedAnswer } from './resource-answer.js';
import { StartResource, StartResourceBody } from './start-resource.js';
import { StopResource, StopResourceBody } from './stop-resource.js';
import { ROLES } from '../auth/roles.js';
import { Requested, RequestedQuery, accountIdOf } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { ResourcesParameters, count } from '../queries/parameters.js';
import { ResourcesPage, ResourcesQuery } from './resources.js';

@ApiTags('Resources')
@Controller('v1/accounts/:accountId/resources')
export class ResourcesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRoute({
    summary: 'Starts something that costs by the hour',
    roles: ['service'],
    body: StartResourceBody,
    answer: ResourceStartedAnswer,
  })
  start(
    @Requested(StartResourceBody) request: CommandRequest<StartResourceBody>,
  ): Promise<Answered<ResourceStartedAnswer>> {
    return this.commands.execute(new StartResource(request));
  }

  @Post(':resourceId/stop')
  @CommandRoute({
    summary: 'Stops a resource',
    roles: ['service'],
    body: StopResourceBody,
    answer: ResourceStoppedAnswer,
    status: 200,
  })
  stop(
    @Requested(StopResourceBody) request: CommandRequest<StopResourceBody>,
  ): Promise<Answered<ResourceStoppedAnswer>> {
    return this.commands.execute(new StopResource(request));
  }

  @Get()
  @QueryRoute({ summary: 'What runs and has run, the latest start first', roles: ROLES, answer: ResourcesPage })
  @Parameters(ResourcesParameters)
  list(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(ResourcesParameters) query: ResourcesParameters,
  ): Promise<ResourcesPage> {
    const { minRevision, limit, cursor, ...filter } = query;
    const accountId = accountIdOf(path);
    return this.queries.execute(new ResourcesQuery(accountId, filter, count(limit) ?? 50, cursor, count(minRevision)));
  }
}
