import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../auth/api-keys.js';
import { ROLES } from '../auth/roles.js';
import { RequestedCaller } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { SessionAnswer, SessionQuery } from './session.js';

@ApiTags('Operations')
@Controller('v1/session')
export class SessionController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({
    summary: 'Whose key this is, what its role is, and what time it is',
    roles: ROLES,
    answer: SessionAnswer,
  })
  show(@RequestedCaller() caller: Caller): Promise<SessionAnswer> {
    return this.queries.execute(new SessionQuery(caller));
  }
}
