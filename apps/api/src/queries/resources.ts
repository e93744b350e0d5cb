import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { ResourceKind } from '#domain/account/events.js';
import type { Resource } from '#domain/account/state.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, divideHalfUp } from '#domain/money.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, TEXT_OR_NULL } from '../answers/schemas.js';
import { AccountLog } from './from-log/account-log.js';

/** Spec 11, of what runs. `hoursServed` is rounded half-up at two decimals; running time is not charged yet. */
export class ResourceView {
  @ApiProperty() readonly resourceId!: string;
  @ApiProperty({ enum: ['instance', 'storage'] }) readonly kind!: ResourceKind;
  @ApiProperty() readonly product!: string;
  @ApiProperty(TEXT_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(AMOUNT) readonly ratePerHour!: Amount;
  @ApiProperty({ enum: ['running'] }) readonly status!: 'running';
  @ApiProperty() readonly accessible!: boolean;
  @ApiProperty(INSTANT) readonly startedAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly stoppedAt!: null;
  @ApiProperty(AMOUNT) readonly hoursServed!: Amount;
  @ApiProperty(AMOUNT) readonly charged!: Amount;
  @ApiProperty(AMOUNT) readonly accumulating!: Amount;
}

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

/** Throws `account-not-found`. */
@QueryHandler(ResourcesQuery)
export class ResourcesHandler implements IQueryHandler<ResourcesQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, minRevision }: ResourcesQuery): Promise<ResourcesView> {
    const { account, now } = await this.log.current(accountId, minRevision);
    const items = Object.values(account.resources).map((resource) => view(resource, now));
    return { items, revision: account.revision };
  }
}

const HOUR_MS = '3600000.00' as Amount;

const view = (resource: Resource, now: Instant): ResourceView => ({
  resourceId: resource.resourceId,
  kind: resource.kind,
  product: resource.product,
  gpu: resource.gpu ?? null,
  ratePerHour: resource.ratePerHour,
  status: 'running',
  accessible: resource.isAccessible,
  startedAt: resource.startedAt,
  stoppedAt: null,
  hoursServed: hoursBetween(resource.startedAt, now),
  charged: ZERO,
  accumulating: ZERO,
});

function hoursBetween(from: Instant, to: Instant): Amount {
  const ms = Math.max(0, milliseconds(to) - milliseconds(from));
  return divideHalfUp(`${ms}.00` as Amount, HOUR_MS, 2);
}
