import { Controller, Get, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { DefinePlan, DefinePlanBody } from './define-plan.js';
import { PlanOfferAnswer } from './plan-offer-answer.js';
import { PlansAnswer, PlansQuery } from './plans.js';

@ApiTags('Plans')
@Controller('v1/plans')
export class PlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @QueryRoute({ summary: 'The plans that are on offer', roles: ROLES, answer: PlansAnswer })
  list(): Promise<PlansAnswer> {
    return this.queries.execute(new PlansQuery());
  }

  @Put(':plan')
  @ApiParam({ name: 'plan' })
  @CommandRoute({
    summary: 'Defines or changes a plan; accounts get a change from their next cycle on',
    roles: [],
    body: DefinePlanBody,
    answer: PlanOfferAnswer,
    status: 200,
  })
  define(@Requested(DefinePlanBody) request: CommandRequest<DefinePlanBody>): Promise<Answered<PlanOfferAnswer>> {
    return this.commands.execute(new DefinePlan(request));
  }
}
