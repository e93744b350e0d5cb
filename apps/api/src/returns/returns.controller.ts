import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute } from '../openapi/routes.js';
import { ReturnAnswer, ReturnCredits, ReturnCreditsBody } from './return-credits.js';

@ApiTags('Returns')
@Controller('v1/accounts/:accountId/returns')
export class ReturnsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Turns money that was not paid in credits into credits that can be spent, not withdrawn',
    roles: ['service', 'finance'],
    body: ReturnCreditsBody,
    answer: ReturnAnswer,
  })
  return(@Requested(ReturnCreditsBody) request: CommandRequest<ReturnCreditsBody>): Promise<Answered<ReturnAnswer>> {
    return this.commands.execute(new ReturnCredits(request));
  }
}
