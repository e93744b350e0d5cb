import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { ResourceKind } from '#domain/account/events.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, divideHalfUp } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { unrecordedIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { type ResourceRow, resources } from '#projections/resources/resources.projection.js';
import { every, one } from '#read-models/reader/queries.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { CLOCK } from '../ledger/tokens.js';
import { withDue } from '../queries/from-log/rows.js';
import { Live } from '../queries/live.js';
import { Turns } from '../queries/turns.js';

/** Rule 2.5. `hoursServed` is rounded half-up at two decimals; running time is not charged yet. */
export class ResourceView {
  @ApiProperty() readonly resourceId!: string;
  @ApiProperty({ enum: ['instance', 'cluster', 'storage'] }) readonly kind!: ResourceKind;
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(AMOUNT) readonly ratePerHour!: Amount;
  @ApiProperty({ enum: ['running', 'stopped'] }) readonly status!: 'running' | 'stopped';
  @ApiProperty() readonly accessible!: boolean;
  @ApiProperty(INSTANT) readonly startedAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly stoppedAt!: Instant | null;
  @ApiProperty(AMOUNT) readonly hoursServed!: Amount;
  @ApiProperty(AMOUNT) readonly charged!: Amount;
  @ApiProperty(AMOUNT) readonly accumulating!: Amount;
}

/** In the order of their starts; of a resource that was started again, its last run. */
export class ResourcesView {
  @ApiProperty({ type: [ResourceView] }) readonly items!: readonly ResourceView[];
  @ApiProperty(REVISION) readonly revision!: number;
}

export class ResourcesQuery extends Query<ResourcesView> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found` and 503s. */
@QueryHandler(ResourcesQuery)
export class ResourcesHandler implements IQueryHandler<ResourcesQuery> {
  private readonly turns = new Turns();

  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, minRevision }: ResourcesQuery): Promise<ResourcesView> {
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(accountId, {}, minRevision);
    return this.turns.take(() => this.list(accountId, minRevision));
  }

  private async list(accountId: string, minRevision?: number): Promise<ResourcesView> {
    const now = await this.clock();
    const queries = { row: one(balance, ACCOUNT), known: every(resources) };
    const { rows, revision } = await this.live.require(accountId, queries, minRevision);
    const atReading = withDue(resources, rows.known, rows.row ? unrecordedIn(rows.row, now) : []);
    const inOrder = [...atReading.values()].sort((a, b) => a.revision - b.revision);
    return { items: inOrder.map((resource) => view(resource, now)), revision };
  }
}

const HOUR_MS = '3600000.00' as Amount;

const view = (resource: ResourceRow, now: Instant): ResourceView => ({
  resourceId: resource.resourceId,
  kind: resource.kind,
  product: resource.product,
  gpu: resource.gpu ?? null,
  ratePerHour: resource.ratePerHour,
  status: resource.stoppedAt === undefined ? 'running' : 'stopped',
  accessible: resource.isAccessible,
  startedAt: resource.startedAt,
  stoppedAt: resource.stoppedAt ?? null,
  hoursServed: hoursBetween(resource.startedAt, resource.stoppedAt ?? now),
  charged: ZERO,
  accumulating: ZERO,
});

function hoursBetween(from: Instant, to: Instant): Amount {
  const ms = Math.max(0, milliseconds(to) - milliseconds(from));
  return divideHalfUp(`${ms}.00` as Amount, HOUR_MS, 2);
}
