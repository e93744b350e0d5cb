import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type PromoCode, isDefined } from '#domain/promo-codes/promo-code.js';
import { CODE, DEFINED, promoCodes } from '#projections/promo-codes/promo-codes.projection.js';
import { one } from '#read-models/reader/queries.js';
import type { Reader } from '#read-models/reader/reader.js';
import { PROMO_CODES } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { READER } from '../ledger/tokens.js';
import { STRING_OR_NULL } from '../openapi/schemas.js';
import { Worklist } from '../worklists/worklist.js';
import { PromoCodeAnswer, promoCodeAnswer } from './promo-code-answer.js';

export class PromoCodesPage {
  @ApiProperty({ type: [PromoCodeAnswer] }) readonly items!: readonly PromoCodeAnswer[];
  @ApiProperty(STRING_OR_NULL) readonly nextCursor!: string | null;
}

export class PromoCodesQuery extends Query<PromoCodesPage> {
  constructor(
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** In the order in which they were defined first, the newest first: a change leaves a code where it is. */
@QueryHandler(PromoCodesQuery)
export class PromoCodesHandler implements IQueryHandler<PromoCodesQuery> {
  constructor(
    private readonly worklist: Worklist,
    @Inject(READER) private readonly reader: Reader,
    private readonly ledger: Ledger,
  ) {}

  execute({ limit, cursor }: PromoCodesQuery): Promise<PromoCodesPage> {
    return this.worklist.page<PromoCodeAnswer>({
      list: 'promo-codes',
      walk: () => ({ indexes: [{ projection: promoCodes, index: DEFINED }] }),
      limit,
      cursor,
      show: async (places) => {
        const found = await Promise.all(places.map(({ id }) => this.found(id)));
        return found.map((promoCode) => (isDefined(promoCode) ? promoCodeAnswer(promoCode) : null));
      },
    });
  }

  /** Its row, or its log where Redis has lost that. */
  private async found(id: string): Promise<PromoCode> {
    const reading = await this.reader.read(id, { promoCode: one(promoCodes, CODE) });
    const row = typeof reading === 'string' ? null : reading.rows.promoCode;
    return row ?? this.ledger.query(PROMO_CODES, id, (state) => state);
  }
}
