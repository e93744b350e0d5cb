import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isDefined, streamIdOf } from '#domain/promo-codes/promo-code.js';
import { invalidCode } from '#domain/promo-codes/redeem.js';
import { CLIENT_ID } from '../http/requested.js';
import { PROMO_CODES } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { type PromoCodeAnswer, promoCodeAnswer } from './promo-code-answer.js';

export class PromoCodeQuery extends Query<PromoCodeAnswer> {
  constructor(readonly code: string) {
    super();
  }
}

@QueryHandler(PromoCodeQuery)
export class PromoCodeHandler implements IQueryHandler<PromoCodeQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ code }: PromoCodeQuery): Promise<PromoCodeAnswer> {
    if (!CLIENT_ID.test(code)) throw invalidCode();
    const promoCode = await this.ledger.query(PROMO_CODES, streamIdOf(code), (state) => state);
    if (!isDefined(promoCode)) throw invalidCode();
    return promoCodeAnswer(promoCode);
  }
}
