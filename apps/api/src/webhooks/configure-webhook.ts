import { randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invariant } from '#domain/errors.js';
import { NOTIFICATION_TYPES, type NotificationType } from '#domain/notifications/notifications.js';
import { endpointOf } from '#domain/webhooks/endpoints.js';
import type { Config } from '#platform/config.js';
import { receiverFault } from '#platform/receivers.js';
import { invalid } from '../errors/api-error.js';
import { CLIENT_ID } from '../http/requested.js';
import { WEBHOOKS } from '../ledger/aggregates.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { CONFIG } from '../ledger/tokens.js';
import { defined } from '../validation/defined.js';
import { FlagField, ListField, StringField, choiceItem } from '../validation/fields.js';
import { type WebhookAnswer, webhookAnswer } from './webhook-answer.js';

const SECRET_BYTES = 32;

export class ConfigureWebhookBody {
  @StringField({ max: 2_048, example: 'https://hooks.example.com/drawdown' }) url!: string;
  @ListField(choiceItem(NOTIFICATION_TYPES), {
    optional: true,
    min: 1,
    max: NOTIFICATION_TYPES.length,
    description: 'Absent: all of them',
  })
  types?: NotificationType[];
  @FlagField({ optional: true, description: 'Absent: true' }) enabled?: boolean;
  @FlagField({ optional: true, description: 'A new secret; the one before signs too for 24 h' }) rotateSecret?: boolean;
}

export class ConfigureWebhook extends LedgerCommand<ConfigureWebhookBody, WebhookAnswer> {}

/** All that is said of a webhook at once: what the body does not say is as it was never said. */
@CommandHandler(ConfigureWebhook)
export class ConfigureWebhookHandler implements ICommandHandler<ConfigureWebhook> {
  constructor(
    private readonly ledger: Ledger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ request: { body, params, origin } }: ConfigureWebhook) {
    const webhookId = params['id'] ?? '';
    if (!CLIENT_ID.test(webhookId)) throw invalid('id', `id must match ${CLIENT_ID.source}`);
    const fault = receiverFault(body.url, { allowsLoopback: this.config.allowsLoopbackWebhooks });
    if (fault) throw invalid('url', `url ${fault}.`);
    const { url, enabled = true, rotateSecret = false } = body;
    const types = body.types && NOTIFICATION_TYPES.filter((type) => body.types?.includes(type));
    const newSecret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    const { state, entries, isReplay } = await this.ledger.execute(WEBHOOKS, '', {
      type: 'ConfigureWebhook',
      data: { webhookId, url, enabled, rotateSecret, newSecret, ...defined({ types }) },
      // Each webhook's keys are a scope of their own.
      origin: { ...origin, key: `${webhookId} ${origin.key}` },
    });
    const endpoint = endpointOf(state, webhookId);
    invariant(endpoint !== null, 'A webhook that was configured is there');
    return new Answered(webhookAnswer(endpoint, entries[0]?.data.secret), isReplay);
  }
}
