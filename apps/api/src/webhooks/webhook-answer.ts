import { ApiProperty } from '@nestjs/swagger';
import { NOTIFICATION_TYPES, type NotificationType } from '#domain/notifications/notifications.js';
import type { Endpoint } from '#domain/webhooks/endpoints.js';

/** A webhook as its PUT answers; `secret` where it was made or rotated by this request, and never again. */
export class WebhookAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty({ type: String, format: 'uri' }) readonly url!: string;
  @ApiProperty({ enum: [...NOTIFICATION_TYPES], isArray: true }) readonly types!: readonly NotificationType[];
  @ApiProperty() readonly enabled!: boolean;
  @ApiProperty({ required: false, description: '`whsec_…` of Standard Webhooks: base64 of the key that signs' })
  readonly secret?: string;
}

export const webhookAnswer = (endpoint: Endpoint, secret: string | undefined): WebhookAnswer => ({
  id: endpoint.webhookId,
  url: endpoint.url,
  types: endpoint.types ?? NOTIFICATION_TYPES,
  enabled: endpoint.enabled,
  ...(secret !== undefined && { secret }),
});
