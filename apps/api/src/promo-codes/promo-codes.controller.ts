import { Controller, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { Requested, RequestedQuery } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { count } from '../queries/parameters.js';
import { ListParameters } from '../worklists/parameters.js';
import { DefinePromoCode, DefinePromoCodeBody } from './define-promo-code.js';
import { PromoCodeQuery } from './promo-code.js';
import { PromoCodeAnswer } from './promo-code-answer.js';
import { PromoCodesPage, PromoCodesQuery } from './promo-codes.js';

const PAGE = 50;

@ApiTags('Promo codes')
@Controller('v1/promo-codes')
export class PromoCodesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @QueryRoute({ summary: 'All promo codes, those that were defined last first', roles: STAFF, answer: PromoCodesPage })
  @Parameters(ListParameters)
  list(@RequestedQuery(ListParameters) { limit, cursor }: ListParameters): Promise<PromoCodesPage> {
    return this.queries.execute(new PromoCodesQuery(count(limit) ?? PAGE, cursor));
  }

  @Put(':code')
  @ApiParam({ name: 'code' })
  @CommandRoute({
    summary: 'Defines, changes or disables a promo code',
    roles: [],
    body: DefinePromoCodeBody,
    answer: PromoCodeAnswer,
    status: 200,
  })
  define(
    @Requested(DefinePromoCodeBody) request: CommandRequest<DefinePromoCodeBody>,
  ): Promise<Answered<PromoCodeAnswer>> {
    return this.commands.execute(new DefinePromoCode(request));
  }

  @Get(':code')
  @QueryRoute({ summary: 'A promo code, and how often it was redeemed', roles: STAFF, answer: PromoCodeAnswer })
  show(@Param('code') code: string): Promise<PromoCodeAnswer> {
    return this.queries.execute(new PromoCodeQuery(code));
  }
}
