import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { ACCEPTED, ChargeAnswer, ChargeUsage, ChargeUsageBody } from './charge-usage.js';
import { RefundAnswer, RefundCharge, RefundChargeBody } from './refund-charge.js';
import { Hot } from '../http/hot-routes.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Charges')
@Controller('v1/accounts/:accountId/charges')
export class ChargesController {
  constructor(private readonly commands: CommandBus) {}

  @Hot()
  @Post()
  @CommandRoute({
    summary: 'Charges usage',
    roles: ['service'],
    body: ChargeUsageBody,
    answer: ChargeAnswer,
  })
  @ApiResponse({ status: ACCEPTED, description: 'A payment that waits for credits', type: ChargeAnswer })
  charge(@Requested(ChargeUsageBody) request: CommandRequest<ChargeUsageBody>): Promise<Answered<ChargeAnswer>> {
    return this.commands.execute(new ChargeUsage(request));
  }

  @Post(':transactionId/refunds')
  @CommandRoute({
    summary: 'Gives a charge back, whole or in part',
    roles: ['service'],
    body: RefundChargeBody,
    answer: RefundAnswer,
  })
  refund(@Requested(RefundChargeBody) request: CommandRequest<RefundChargeBody>): Promise<Answered<RefundAnswer>> {
    return this.commands.execute(new RefundCharge(request));
  }
}
