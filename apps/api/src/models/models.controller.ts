import { Controller, Get, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ROLES } from '../auth/roles.js';
import { ModelAnswer, PriceModel, PriceModelBody, modelAnswer } from './price-model.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
import { Prices } from './prices.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';

class ModelsAnswer {
  @ApiProperty({ type: [ModelAnswer] }) readonly items!: readonly ModelAnswer[];
}

@ApiTags('Models')
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly prices: Prices,
  ) {}

  @Get()
  @QueryRoute(
    { summary: 'Models and their prices now, in credits per token', roles: ROLES, answer: ModelsAnswer },
    [503],
  )
  async list(): Promise<ModelsAnswer> {
    return { items: [...(await this.prices.all())].map(([id, prices]) => modelAnswer(id, prices)) };
  }

  @Put(':id')
  @ApiParam({ name: 'id' })
  @CommandRoute({
    summary: 'Sets the prices of a model from now on',
    roles: [],
    body: PriceModelBody,
    answer: ModelAnswer,
    status: 200,
    refusals: [],
  })
  async price(@Asked(PriceModelBody) asked: Asked<PriceModelBody>): Promise<ModelAnswer> {
    return answer(asked.reply, await this.commands.execute(new PriceModel(asked)));
  }
}
