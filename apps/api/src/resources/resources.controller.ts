import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ResourceStartedAnswer, ResourceStoppedAnswer } from './resource-answer.js';
import { StartResource, StartResourceBody } from './start-resource.js';
import { StopResource, StopResourceBody } from './stop-resource.js';
import { answer } from '../http/answer.js';
import { Asked } from '../http/asked.js';
import { CommandRoute } from '../openapi/routes.js';

@ApiTags('Resources')
@Controller('v1/accounts/:accountId/resources')
export class ResourcesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    summary: 'Starts something that costs by the hour',
    roles: ['service'],
    body: StartResourceBody,
    answer: ResourceStartedAnswer,
    refusals: [402, 404, 409, 410],
  })
  async start(@Asked(StartResourceBody) asked: Asked<StartResourceBody>): Promise<ResourceStartedAnswer> {
    return answer(asked.reply, await this.commands.execute(new StartResource(asked)));
  }

  @Post(':resourceId/stop')
  @CommandRoute({
    summary: 'Stops a resource',
    roles: ['service'],
    body: StopResourceBody,
    answer: ResourceStoppedAnswer,
    status: 200,
  })
  async stop(@Asked(StopResourceBody) asked: Asked<StopResourceBody>): Promise<ResourceStoppedAnswer> {
    return answer(asked.reply, await this.commands.execute(new StopResource(asked)));
  }
}
