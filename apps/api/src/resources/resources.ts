import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { ResourceKind } from '#domain/account/events.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { accruedBy } from '#domain/account/resources/running-costs.js';
import { type Amount, divideHalfUp } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { unrecordedIn } from '#projections/balance/balance-at.js';
import type { BalanceRow } from '#projections/balance/balance-row.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { type ResourceRow, resources } from '#projections/resources/resources.projection.js';
import { every, one } from '#read-models/reader/queries.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { CLOCK } from '../ledger/tokens.js';
import { withDue } from '#from-log/rows.js';
import { Live } from '../queries/live.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { PageItems } from '../queries/pages.js';
import { CURSOR_OR_NULL } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';

/** Rule 2.5. `hoursServed` is rounded half-up at two decimals, without what storage was out of reach for. */
export class ResourceView {
  @ApiProperty() readonly resourceId!: string;
  @ApiProperty(STRING_OR_NULL) readonly name!: string | null;
  @ApiProperty({ enum: ['instance', 'cluster', 'storage'] }) readonly kind!: ResourceKind;
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(AMOUNT) readonly ratePerHour!: Amount;
  @ApiProperty({ enum: ['running', 'stopped'] }) readonly status!: 'running' | 'stopped';
  @ApiProperty() readonly accessible!: boolean;
  @ApiProperty(INSTANT) readonly startedAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly stoppedAt!: Instant | null;
  @ApiProperty(AMOUNT) readonly hoursServed!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'For running time, whatever was refunded of it' }) readonly charged!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Of the running period: not charged yet' }) readonly accumulating!: Amount;
}

/** The latest start first; of a resource that was started again, its last run. */
export class ResourcesPage {
  @ApiProperty({ type: [ResourceView] }) readonly items!: readonly ResourceView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export type ResourceFilter = Partial<Pick<ResourceView, 'status' | 'kind' | 'product'>>;

export class ResourcesQuery extends Query<ResourcesPage> {
  constructor(
    readonly accountId: string,
    readonly filter: ResourceFilter,
    readonly limit: number,
    readonly cursor?: string,
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

  async execute({ accountId, filter, limit, cursor, minRevision }: ResourcesQuery): Promise<ResourcesPage> {
    const list = `resources/${accountId}`;
    const [startedBefore = Infinity] = cursor === undefined ? [] : placesIn(list, cursor, 1);
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(accountId, {}, minRevision);
    return this.turns.take(async () => {
      const { resources: all, revision } = await this.all(accountId, minRevision);
      const page = new PageItems<ResourceView>(limit);
      let last: number | undefined;
      for (const { view, startedAs } of all) {
        if (startedAs >= startedBefore || !matches(view, filter)) continue;
        if (!page.add(view)) return { items: page.all, nextCursor: cursorOf(list, last ?? 0), revision };
        last = startedAs;
      }
      return { items: page.all, nextCursor: null, revision };
    });
  }

  private async all(accountId: string, minRevision?: number) {
    const now = await this.clock();
    const queries = { row: one(balance, ACCOUNT), known: every(resources) };
    const { rows, revision } = await this.live.require(accountId, queries, minRevision);
    return { resources: latestFirst(rows.row, rows.known, now), revision };
  }
}

/** Each with the entry that started it. */
export function latestFirst(row: BalanceRow | null, known: ReadonlyMap<string, ResourceRow>, now: Instant) {
  const atReading = withDue(resources, known, row ? unrecordedIn(row, now) : []);
  const sorted = [...atReading.values()].sort((a, b) => b.revision - a.revision);
  return sorted.map((resource) => ({ view: view(resource, now), startedAs: resource.revision }));
}

const matches = (resource: ResourceView, { status, kind, product }: ResourceFilter): boolean =>
  (status === undefined || resource.status === status) &&
  (kind === undefined || resource.kind === kind) &&
  (product === undefined || resource.product === product);

const HOUR_MS = '3600000.00' as Amount;

const view = (resource: ResourceRow, now: Instant): ResourceView => ({
  resourceId: resource.resourceId,
  name: resource.name ?? null,
  kind: resource.kind,
  product: resource.product,
  gpu: resource.gpu ?? null,
  ratePerHour: resource.ratePerHour,
  status: resource.stoppedAt === undefined ? 'running' : 'stopped',
  accessible: resource.isAccessible,
  startedAt: resource.startedAt,
  stoppedAt: resource.stoppedAt ?? null,
  hoursServed: divideHalfUp(`${servedMsBy(resource, now)}.00` as Amount, HOUR_MS, 2),
  charged: resource.charged,
  accumulating: accruedBy(resource, now),
});

function servedMsBy({ isAccessible, servedMs, chargedUntil }: ResourceRow, now: Instant): number {
  return isAccessible ? servedMs + Math.max(0, milliseconds(now) - milliseconds(chargedUntil)) : servedMs;
}
