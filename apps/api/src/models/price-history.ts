import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { historyOf, priceAt } from '#domain/catalogue/catalogue.js';
import { DomainError } from '#domain/errors.js';
import { CATALOGUE } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { ModelAnswer, modelAnswer } from './model-answer.js';

class PriceHistoryItem {
  @ApiProperty({ description: 'In force from its `effectiveFrom` on, until another is' }) readonly prices!: ModelAnswer;
  @ApiProperty({ description: 'Usage of this moment is priced by it' }) readonly isInForce!: boolean;
}

/** The latest first, those to come included; of one instant the last that was put comes first, and is the one that counts. */
export class PriceHistoryAnswer {
  @ApiProperty({ type: [PriceHistoryItem] }) readonly items!: readonly PriceHistoryItem[];
}

export class PriceHistoryQuery extends Query<PriceHistoryAnswer> {
  constructor(readonly model: string) {
    super();
  }
}

/** Throws `not-found`. */
@QueryHandler(PriceHistoryQuery)
export class PriceHistoryHandler implements IQueryHandler<PriceHistoryQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ model }: PriceHistoryQuery): Promise<PriceHistoryAnswer> {
    return this.ledger.query(CATALOGUE, '', (catalogue, now) => {
      const history = historyOf(catalogue, model);
      if (history.length === 0) throw new DomainError('not-found', `There is no model ${model}.`);
      const inForce = priceAt(catalogue, model, now);
      const items = history.map((dated) => ({
        prices: modelAnswer(model, dated.prices, dated.from),
        isInForce: dated === inForce,
      }));
      return { items: items.toReversed() };
    });
  }
}
