/**
 * Where notifications are sent: the endpoints, in one stream. A storage contract, as an account's events are. Their secrets
 * stand in it, as the sender has to know them.
 */
import { DomainError } from '../errors.js';
import type { Command, Decision, Event, Instant } from '../messages.js';
import { shifted } from '../messages.js';
import { ofOneEntryEvents } from '../one-entry-events.js';
import type { NotificationType } from '../notifications/notifications.js';

/** All that is said of an endpoint; `secret` where it is made or rotated. `types` absent: all of them. */
export type WebhookConfigured = Event<
  'WebhookConfigured',
  {
    readonly webhookId: string;
    readonly url: string;
    readonly types?: readonly NotificationType[];
    readonly enabled: boolean;
    readonly secret?: string;
  }
>;
export type EndpointEvent = WebhookConfigured;

/** `newSecret` is used where there is no secret yet, and to rotate it. */
export type ConfigureWebhook = Command<
  'ConfigureWebhook',
  Omit<WebhookConfigured['data'], 'secret'> & { readonly rotateSecret: boolean; readonly newSecret: string }
>;

/** The secret before signs too, until then. */
type RetiredSecret = { readonly secret: string; readonly until: Instant };

export type Endpoint = {
  readonly webhookId: string;
  readonly url: string;
  readonly types?: readonly NotificationType[];
  readonly enabled: boolean;
  readonly secret: string;
  readonly retired?: RetiredSecret;
  /** What was recorded before is nothing that it is notified of. */
  readonly createdAt: Instant;
};

export type Endpoints = {
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly byId: Readonly<Record<string, Endpoint>>;
};

export const MOST_ENDPOINTS = 100;
const RETIRED_SECRET_SIGNS_FOR_MS = 24 * 3_600_000;

const none: Endpoints = { revision: 0, recordedAt: '0000-01-01T00:00:00.000Z' as Instant, byId: {} };

export const endpointOf = ({ byId }: Endpoints, webhookId: string): Endpoint | null =>
  Object.hasOwn(byId, webhookId) ? (byId[webhookId] ?? null) : null;

/** Those that sign at an instant, the newest first. */
export const secretsOf = ({ secret, retired }: Endpoint, at: Instant): readonly string[] =>
  retired && at < retired.until ? [secret, retired.secret] : [secret];

/** Whether it is notified of what an entry of this type and time says. */
export const wants = ({ enabled, types, createdAt }: Endpoint, type: NotificationType, recordedAt: Instant): boolean =>
  enabled && createdAt <= recordedAt && (types === undefined || types.includes(type));

function decide(command: ConfigureWebhook, endpoints: Endpoints): Decision<Endpoints, EndpointEvent> {
  const { rotateSecret, newSecret, ...data } = command.data;
  const known = endpointOf(endpoints, data.webhookId);
  if (!known && Object.keys(endpoints.byId).length >= MOST_ENDPOINTS) {
    throw new DomainError('too-many-webhooks', `There are ${MOST_ENDPOINTS} webhooks already; disable and reuse one.`);
  }
  const recordedAt = command.now > endpoints.recordedAt ? command.now : endpoints.recordedAt;
  const event: WebhookConfigured = {
    type: 'WebhookConfigured',
    revision: endpoints.revision + 1,
    recordedAt,
    effectiveAt: recordedAt,
    origin: command.origin,
    data: { ...data, ...((rotateSecret || !known) && { secret: newSecret }) },
  };
  return { events: [event], state: evolve(endpoints, event) };
}

function evolve({ byId }: Endpoints, { revision, recordedAt, data }: EndpointEvent): Endpoints {
  const { secret, ...stated } = data;
  const known = Object.hasOwn(byId, data.webhookId) ? byId[data.webhookId] : undefined;
  const retired =
    secret !== undefined && known
      ? { secret: known.secret, until: shifted(recordedAt, RETIRED_SECRET_SIGNS_FOR_MS) }
      : known?.retired;
  const createdAt = known?.createdAt ?? recordedAt;
  const endpoint = { ...stated, secret: secret ?? known?.secret ?? '', ...(retired && { retired }), createdAt };
  return { revision, recordedAt, byId: { ...byId, [data.webhookId]: endpoint } };
}

export const endpointsAggregate = ofOneEntryEvents<Endpoints, ConfigureWebhook, EndpointEvent>({
  category: 'webhooks',
  initialState: none,
  decide,
  evolve,
});
