import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { GrantAnswer, GrantPromo, GrantPromoBody } from './grant-promo.js';
import { VoidGrant, VoidGrantAnswer, VoidGrantBody } from './void-grant.js';
import { Requested } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Grants')
@Controller('v1/accounts/:accountId/grants')
export class GrantsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Grants promotional credits',
    roles: ['support', 'finance'],
    body: GrantPromoBody,
    answer: GrantAnswer,
  })
  grant(@Requested(GrantPromoBody) request: CommandRequest<GrantPromoBody>): Promise<Answered<GrantAnswer>> {
    return this.commands.execute(new GrantPromo(request));
  }

  @Post(':bucketId/void')
  @CommandRoute({
    summary: 'Takes back what is unspent of a grant',
    roles: ['finance'],
    body: VoidGrantBody,
    answer: VoidGrantAnswer,
    status: 200,
  })
  void(@Requested(VoidGrantBody) request: CommandRequest<VoidGrantBody>): Promise<Answered<VoidGrantAnswer>> {
    return this.commands.execute(new VoidGrant(request));
  }
}
