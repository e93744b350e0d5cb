/** Where notifications are sent, and what came of it. */
import { Controller, Get, Param, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { STAFF } from '../auth/roles.js';
import { Requested, RequestedQuery } from '../http/requested.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { CommandRoute, QueryRoute } from '../openapi/routes.js';
import { Parameters } from '../queries/described.js';
import { PageParameters, count } from '../queries/parameters.js';
import { ConfigureWebhook, ConfigureWebhookBody } from './configure-webhook.js';
import { DeliveriesPage, DeliveriesQuery } from './deliveries.js';
import { Redeliver, RedeliverAnswer, RedeliverBody } from './redeliver.js';
import { WebhookAnswer } from './webhook-answer.js';
import { WebhooksAnswer, WebhooksQuery } from './webhooks.js';

@ApiTags('Webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @QueryRoute({ summary: 'All webhooks, without their secrets', roles: STAFF, answer: WebhooksAnswer })
  list(): Promise<WebhooksAnswer> {
    return this.queries.execute(new WebhooksQuery());
  }

  @Put(':id')
  @ApiParam({ name: 'id' })
  @CommandRoute({
    summary: 'Makes or changes a webhook',
    roles: [],
    body: ConfigureWebhookBody,
    answer: WebhookAnswer,
    status: 200,
  })
  configure(
    @Requested(ConfigureWebhookBody) request: CommandRequest<ConfigureWebhookBody>,
  ): Promise<Answered<WebhookAnswer>> {
    return this.commands.execute(new ConfigureWebhook(request));
  }

  @Get(':id/deliveries')
  @QueryRoute({ summary: 'What was sent, and what came of it', roles: STAFF, answer: DeliveriesPage })
  @Parameters(PageParameters)
  deliveries(
    @Param('id') id: string,
    @RequestedQuery(PageParameters) { limit, cursor }: PageParameters,
  ): Promise<DeliveriesPage> {
    return this.queries.execute(new DeliveriesQuery(id, count(limit) ?? 50, cursor));
  }

  @Post(':id/deliveries/:deliveryId/redeliver')
  @ApiParam({ name: 'id' })
  @ApiParam({ name: 'deliveryId' })
  @CommandRoute({
    summary: 'Sends a delivery once more',
    roles: [],
    body: RedeliverBody,
    answer: RedeliverAnswer,
    status: 200,
  })
  redeliver(@Requested(RedeliverBody) request: CommandRequest<RedeliverBody>): Promise<Answered<RedeliverAnswer>> {
    return this.commands.execute(new Redeliver(request));
  }
}
