import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { WEBHOOKS } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { WebhookAnswer, webhookAnswer } from './webhook-answer.js';

/** By id, without their secrets. */
export class WebhooksAnswer {
  @ApiProperty({ type: [WebhookAnswer] }) readonly items!: readonly WebhookAnswer[];
}

export class WebhooksQuery extends Query<WebhooksAnswer> {}

@QueryHandler(WebhooksQuery)
export class WebhooksHandler implements IQueryHandler<WebhooksQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute(): Promise<WebhooksAnswer> {
    const endpoints = await this.ledger.query(WEBHOOKS, '', ({ byId }) => Object.values(byId));
    const inOrder = endpoints.toSorted((a, b) => (a.webhookId < b.webhookId ? -1 : 1));
    return { items: inOrder.map((endpoint) => webhookAnswer(endpoint, undefined)) };
  }
}
