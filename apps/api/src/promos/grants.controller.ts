import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { GrantAnswer, GrantPromo, GrantPromoBody } from './grant-promo.js';
import { VoidGrant, VoidGrantAnswer, VoidGrantBody } from './void-grant.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
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
  async grant(@Asked(GrantPromoBody) asked: Asked<GrantPromoBody>): Promise<GrantAnswer> {
    return answer(asked.reply, await this.commands.execute(new GrantPromo(asked)));
  }

  @Post(':bucketId/void')
  @CommandRoute({
    summary: 'Takes back what is unspent of a grant',
    roles: ['finance'],
    body: VoidGrantBody,
    answer: VoidGrantAnswer,
    status: 200,
  })
  async void(@Asked(VoidGrantBody) asked: Asked<VoidGrantBody>): Promise<VoidGrantAnswer> {
    return answer(asked.reply, await this.commands.execute(new VoidGrant(asked)));
  }
}
