import { Controller, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { DefinePromoCode, DefinePromoCodeBody } from './define-promo-code.js';
import { PromoCodeQuery } from './promo-code.js';
import { PromoCodeAnswer } from './promo-code-answer.js';

@ApiTags('Promo codes')
@Controller('v1/promo-codes')
export class PromoCodesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

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
