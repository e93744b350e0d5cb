import { Controller, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { Requested, RequestedQuery, accountIdOf } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { LiveParameters, count } from '../queries/parameters.js';
import { PlanQuery } from './account-plan.js';
import { ChoosePlan, ChoosePlanBody } from './choose-plan.js';
import { PlanChosenAnswer, PlanView } from './plan-answer.js';

@ApiTags('Plans')
@Controller('v1/accounts/:accountId/plan')
export class AccountPlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Put()
  @CommandRoute({
    summary: 'Chooses a plan, or until when it is paid',
    roles: ['checkout', 'finance'],
    body: ChoosePlanBody,
    answer: PlanChosenAnswer,
    status: 200,
  })
  choose(@Requested(ChoosePlanBody) request: CommandRequest<ChoosePlanBody>): Promise<Answered<PlanChosenAnswer>> {
    return this.commands.execute(new ChoosePlan(request));
  }

  @Get()
  @QueryRoute({ summary: 'The plan, and how much of its allowance is used', roles: ROLES, answer: PlanView })
  @Parameters(LiveParameters)
  show(
    @Param() path: Readonly<Record<string, string>>,
    @RequestedQuery(LiveParameters) query: LiveParameters,
  ): Promise<PlanView> {
    return this.queries.execute(new PlanQuery(accountIdOf(path), count(query.minRevision)));
  }
}
