import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { QueryRoute } from '../openapi/routes.js';
import { SystemView } from './system-view.js';
import { SystemQuery } from './system.js';

@ApiTags('Operations')
@Controller('v1/system')
export class SystemController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({
    summary: 'Health of each part, lag of the projector, builds under way, what is due',
    roles: STAFF,
    answer: SystemView,
  })
  show(): Promise<SystemView> {
    return this.queries.execute(new SystemQuery());
  }
}
