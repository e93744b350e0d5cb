import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { ModelAnswer, modelAnswer } from './model-answer.js';
import { Prices } from './prices.js';

export class ModelsAnswer {
  @ApiProperty({ type: [ModelAnswer] }) readonly items!: readonly ModelAnswer[];
}

export class ModelsQuery extends Query<ModelsAnswer> {}

@QueryHandler(ModelsQuery)
export class ModelsHandler implements IQueryHandler<ModelsQuery> {
  constructor(private readonly prices: Prices) {}

  async execute(): Promise<ModelsAnswer> {
    return { items: [...(await this.prices.all())].map(([id, { prices, from }]) => modelAnswer(id, prices, from)) };
  }
}
