import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { NotificationType } from '#domain/notifications/notifications.js';
import { deliveriesAggregate } from '#domain/webhooks/deliveries.js';
import { endpointOf } from '#domain/webhooks/endpoints.js';
import type { DeliveryAttempted, DeliveryScheduled } from '#domain/webhooks/events.js';
import { deliveryCodec } from '#event-store/codec/webhook-codecs.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { streamName } from '#event-store/port/streams.js';
import { WEBHOOKS } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { INSTANT_OR_NULL, REVISION } from '../openapi/schemas.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { COUNT, CURSOR_OR_NULL } from '../queries/schemas.js';

const STATUSES = ['pending', 'delivered', 'failed'] as const;

export class DeliveryView {
  @ApiProperty() readonly deliveryId!: string;
  @ApiProperty({ type: String }) readonly type!: NotificationType;
  @ApiProperty() readonly accountId!: string;
  @ApiProperty({ ...REVISION, description: "The account's entry that it notifies of" }) readonly revision!: number;
  @ApiProperty({ enum: STATUSES }) readonly status!: (typeof STATUSES)[number];
  @ApiProperty(COUNT) readonly attempts!: number;
  @ApiProperty(INSTANT_OR_NULL) readonly lastAttemptAt!: Instant | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'HTTP status; null where no answer came' })
  readonly lastStatus!: number | null;
  @ApiProperty(INSTANT_OR_NULL) readonly nextAttemptAt!: Instant | null;
}

/** The newest first. */
export class DeliveriesPage {
  @ApiProperty({ type: [DeliveryView] }) readonly items!: readonly DeliveryView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
}

export class DeliveriesQuery extends Query<DeliveriesPage> {
  constructor(
    readonly webhookId: string,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** What the log says of a delivery after its scheduling. */
type Outcome = { readonly last?: DeliveryAttempted; readonly isGivenUp?: boolean };

/** Read from the log, backwards: what came of a delivery lies behind its scheduling. Throws `not-found` and `invalid`. */
@QueryHandler(DeliveriesQuery)
export class DeliveriesHandler implements IQueryHandler<DeliveriesQuery> {
  constructor(
    private readonly ledger: Ledger,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ webhookId, limit, cursor }: DeliveriesQuery): Promise<DeliveriesPage> {
    const list = `deliveries/${webhookId}`;
    const [below = Infinity] = cursor === undefined ? [] : placesIn(list, cursor, 1);
    const endpoint = await this.ledger.query(WEBHOOKS, '', (endpoints) => endpointOf(endpoints, webhookId));
    if (!endpoint) throw new DomainError('not-found', `There is no webhook ${webhookId}.`);
    const items: DeliveryView[] = [];
    const outcomes = new Map<string, Outcome>();
    const listed = new Set<string>();
    const stream = streamName(deliveriesAggregate.category, webhookId);
    for await (const stored of this.store.readStream(stream, { direction: 'backwards' })) {
      const event = deliveryCodec.decode(stored);
      const { deliveryId } = event.data;
      if (listed.has(deliveryId)) continue;
      const known = outcomes.get(deliveryId) ?? {};
      if (event.type === 'DeliveryAttempted') outcomes.set(deliveryId, { last: event, ...known });
      if (event.type === 'DeliveryGivenUp') outcomes.set(deliveryId, { ...known, isGivenUp: true });
      if (event.type !== 'DeliveryScheduled') continue;
      listed.add(deliveryId);
      outcomes.delete(deliveryId);
      if (event.revision >= below) continue;
      if (items.length === limit) return { items, nextCursor: cursorOf(list, event.revision + 1) };
      items.push(deliveryView(event, known));
    }
    return { items, nextCursor: null };
  }
}

function deliveryView({ recordedAt, data }: DeliveryScheduled, { last, isGivenUp = false }: Outcome): DeliveryView {
  const { type, accountId, revision } = data.notification;
  const next = last === undefined ? recordedAt : (last.data.nextAttemptAt ?? null);
  const isOver = isGivenUp || next === null;
  return {
    deliveryId: data.deliveryId,
    type,
    accountId,
    revision,
    status: last?.data.hasSucceeded ? 'delivered' : isOver ? 'failed' : 'pending',
    attempts: last?.data.attempt ?? 0,
    lastAttemptAt: last?.recordedAt ?? null,
    lastStatus: last?.data.httpStatus ?? null,
    nextAttemptAt: isOver ? null : next,
  };
}
