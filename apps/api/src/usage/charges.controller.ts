import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChargeAnswer, ChargeUsage, ChargeUsageBody } from './charge-usage.js';
import { RefundAnswer, RefundCharge, RefundChargeBody } from './refund-charge.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Charges')
@Controller('v1/accounts/:accountId/charges')
export class ChargesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Charges usage',
    roles: ['service'],
    body: ChargeUsageBody,
    answer: ChargeAnswer,
    refusals: [402, 404, 410],
  })
  async charge(@Asked(ChargeUsageBody) asked: Asked<ChargeUsageBody>): Promise<ChargeAnswer> {
    return answer(asked.reply, await this.commands.execute(new ChargeUsage(asked)));
  }

  @Post(':transactionId/refunds')
  @CommandRoute({
    summary: 'Gives a charge back, whole or in part',
    roles: ['service'],
    body: RefundChargeBody,
    answer: RefundAnswer,
  })
  async refund(@Asked(RefundChargeBody) asked: Asked<RefundChargeBody>): Promise<RefundAnswer> {
    return answer(asked.reply, await this.commands.execute(new RefundCharge(asked)));
  }
}
