import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { RequestedQuery, accountIdOf } from '../http/requested.js';
import { QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { NotificationsParameters, count } from '../queries/parameters.js';
import { NotificationsPage, NotificationsQuery } from './notifications.js';

@ApiTags('Webhooks')
@Controller('v1/notifications')
export class NotificationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @QueryRoute({ summary: 'What an account was notified of', roles: STAFF, answer: NotificationsPage })
  @Parameters(NotificationsParameters)
  list(@RequestedQuery(NotificationsParameters) query: NotificationsParameters): Promise<NotificationsPage> {
    const { accountId, limit, cursor, minRevision } = query;
    return this.queries.execute(
      new NotificationsQuery(accountIdOf({ accountId }), count(limit) ?? 50, cursor, count(minRevision)),
    );
  }
}
