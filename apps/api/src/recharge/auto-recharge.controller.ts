import { Controller, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute } from '../openapi/routes.js';
import { AutoRechargeAnswer, AutoRechargeBody, ConfigureAutoRecharge } from './configure-auto-recharge.js';

@ApiTags('Auto-recharge')
@Controller('v1/accounts/:accountId/auto-recharge')
export class AutoRechargeController {
  constructor(private readonly commands: CommandBus) {}

  @Put()
  @CommandRoute({
    summary: 'Buys credits by itself whenever available is at or below a threshold',
    roles: ['checkout'],
    body: AutoRechargeBody,
    answer: AutoRechargeAnswer,
    status: 200,
  })
  configure(
    @Requested(AutoRechargeBody) request: CommandRequest<AutoRechargeBody>,
  ): Promise<Answered<AutoRechargeAnswer>> {
    return this.commands.execute(new ConfigureAutoRecharge(request));
  }
}
