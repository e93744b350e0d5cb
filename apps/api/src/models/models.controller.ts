import { Controller, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { ModelAnswer } from './model-answer.js';
import { PriceHistoryAnswer, PriceHistoryQuery } from './price-history.js';
import { PriceModel, PriceModelBody } from './price-model.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { ModelsAnswer, ModelsQuery } from './models.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';

@ApiTags('Models')
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @QueryRoute({ summary: 'Models and their prices now, in credits per token', roles: ROLES, answer: ModelsAnswer })
  list(): Promise<ModelsAnswer> {
    return this.queries.execute(new ModelsQuery());
  }

  @Get(':id/prices')
  @ApiParam({ name: 'id' })
  @QueryRoute({ summary: 'What a model has cost, costs and will cost', roles: ROLES, answer: PriceHistoryAnswer })
  prices(@Param('id') id: string): Promise<PriceHistoryAnswer> {
    return this.queries.execute(new PriceHistoryQuery(id));
  }

  @Put(':id')
  @ApiParam({ name: 'id' })
  @CommandRoute({
    summary: 'Sets the prices of a model from now on, or from another time',
    roles: [],
    body: PriceModelBody,
    answer: ModelAnswer,
    status: 200,
  })
  price(@Requested(PriceModelBody) request: CommandRequest<PriceModelBody>): Promise<Answered<ModelAnswer>> {
    return this.commands.execute(new PriceModel(request));
  }
}
