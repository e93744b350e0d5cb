import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { unrecordedIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { type HoldRow, holds } from '#projections/holds/holds.projection.js';
import { every, one } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { withDue } from '#from-log/rows.js';
import { Live } from '../queries/live.js';
import { HOLD_STATUSES } from '../queries/parameters.js';
import { PageItems } from '../queries/pages.js';
import { CURSOR_OR_NULL, OBJECT } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';

/** amount = captured + held + what was released or expired. */
export class HoldView {
  @ApiProperty() readonly holdId!: string;
  @ApiProperty({ enum: HOLD_STATUSES }) readonly status!: HoldRow['status'];
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty(AMOUNT) readonly captured!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What is still held' }) readonly held!: Amount;
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly model!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly resourceId!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly description!: string | null;
  @ApiProperty({ ...OBJECT, nullable: true }) readonly metadata!: Readonly<Record<string, string>> | null;
  @ApiProperty(INSTANT) readonly placedAt!: Instant;
  @ApiProperty(INSTANT) readonly expiresAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly settledAt!: Instant | null;
}

/** Newest first. */
export class HoldsPage {
  @ApiProperty({ type: [HoldView] }) readonly items!: readonly HoldView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export type HoldFilter = {
  readonly status?: string | undefined;
  readonly product?: string | undefined;
  readonly resourceId?: string | undefined;
};

export class HoldsQuery extends Query<HoldsPage> {
  constructor(
    readonly accountId: string,
    readonly filter: HoldFilter,
    readonly page: { readonly limit: number; readonly cursor?: string | undefined; readonly minRevision?: number },
  ) {
    super();
  }
}

/** Throws `account-not-found`, `invalid` naming `cursor`, and 503s. */
@QueryHandler(HoldsQuery)
export class HoldsHandler implements IQueryHandler<HoldsQuery> {
  private readonly turns = new Turns();

  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(query: HoldsQuery): Promise<HoldsPage> {
    const { cursor, minRevision } = query.page;
    const [before = Infinity] = cursor === undefined ? [] : placesIn(cursor, 1);
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(query.accountId, {}, minRevision);
    return this.turns.take(() => this.list(query, before));
  }

  private async list({ accountId, filter, page }: HoldsQuery, before: number): Promise<HoldsPage> {
    const now = await this.clock();
    const queries = { row: one(balance, ACCOUNT), known: every(holds) };
    const { rows, revision } = await this.live.require(accountId, queries, page.minRevision);
    const atReading = withDue(holds, rows.known, rows.row ? unrecordedIn(rows.row, now) : []);
    const matching = [...atReading.values()]
      .filter((row) => row.revision < before && matches(row, filter))
      .sort((a, b) => b.revision - a.revision);
    const items = new PageItems<HoldView>(page.limit);
    const next = matching.find((row) => !items.add(view(row)));
    return { items: items.all, nextCursor: next ? cursorOf(next.revision + 1) : null, revision };
  }
}

const matches = (row: HoldRow, { status, product, resourceId }: HoldFilter): boolean =>
  (status === undefined || row.status === status) &&
  (product === undefined || row.product === product) &&
  (resourceId === undefined || row.resourceId === resourceId);

function view(hold: HoldRow): HoldView {
  const { revision: _, model, gpu, resourceId, description, metadata, settledAt, ...terms } = hold;
  return {
    ...terms,
    model: model ?? null,
    gpu: gpu ?? null,
    resourceId: resourceId ?? null,
    description: description ?? null,
    metadata: metadata ?? null,
    settledAt: settledAt ?? null,
  };
}
