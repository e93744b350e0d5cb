import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { PLANS } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { PlanOfferAnswer, planOfferAnswer } from './plan-offer-answer.js';

export class PlansAnswer {
  @ApiProperty({ type: [PlanOfferAnswer] }) readonly items!: readonly PlanOfferAnswer[];
}

export class PlansQuery extends Query<PlansAnswer> {}

@QueryHandler(PlansQuery)
export class PlansHandler implements IQueryHandler<PlansQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute(): Promise<PlansAnswer> {
    const plans = await this.ledger.query(PLANS, '', (catalogue) => catalogue.plans);
    return { items: Object.entries(plans).map(([plan, offer]) => planOfferAnswer(plan, offer)) };
  }
}
