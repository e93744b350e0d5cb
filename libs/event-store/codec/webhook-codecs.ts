/** The events of webhooks and of their deliveries as they are stored. */
import type { EndpointEvent } from '#domain/webhooks/endpoints.js';
import type { DeliveryEvent } from '#domain/webhooks/events.js';
import { createCodec } from './codec.js';

export const endpointCodec = createCodec<EndpointEvent>(['WebhookConfigured']);

export const deliveryCodec = createCodec<DeliveryEvent>([
  'DeliveryScheduled',
  'DeliveryClaimed',
  'DeliveryAttempted',
  'DeliveryGivenUp',
]);
