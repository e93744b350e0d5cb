import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute } from '../openapi/routes.js';
import { GrantAnswer } from '../promos/grant-promo.js';
import { RedeemPromoCode, RedeemPromoCodeBody } from './redeem-promo-code.js';

@ApiTags('Promo codes')
@Controller('v1/accounts/:accountId/promo-codes')
export class RedemptionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':code/redeem')
  @CommandRoute({
    summary: 'Redeems a promo code: its credits come in',
    roles: ['service', 'checkout'],
    body: RedeemPromoCodeBody,
    answer: GrantAnswer,
  })
  redeem(@Requested(RedeemPromoCodeBody) request: CommandRequest<RedeemPromoCodeBody>): Promise<Answered<GrantAnswer>> {
    return this.commands.execute(new RedeemPromoCode(request));
  }
}
