import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { AccountLog } from '#from-log/account-log.js';
import type { UsageLine, UsageSummary } from '#from-log/usage-summary.js';
import { type Summed, type UsageRange, rangeFor, summaryFor } from '#from-log/usage.js';
import { quarterOf, startOf } from '#projections/usage/quarters.js';
import type { Between, UsageBetween } from '#projections/usage/usage-between.js';
import { usesIn } from '#projections/usage/uses.js';
import { CLOCK } from '../ledger/tokens.js';
import { AMOUNT, INSTANT, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { Live } from '../queries/live.js';
import { COUNT } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';
import { UsageRows } from './usage-rows.js';

/** Of the dimensions those that were asked for. */
export class UsageLineView implements UsageLine {
  @ApiProperty({ required: false }) readonly product?: string;
  @ApiProperty({ ...STRING_OR_NULL, required: false }) readonly model?: string | null;
  @ApiProperty({ ...STRING_OR_NULL, required: false }) readonly resource?: string | null;
  @ApiProperty({ type: String, format: 'date-time', required: false, description: 'With the offset of the time zone' })
  readonly hour?: string;
  @ApiProperty({ type: String, format: 'date', required: false }) readonly day?: string;
  @ApiProperty(COUNT) readonly charges!: number;
  @ApiProperty(AMOUNT) readonly charged!: Amount;
  @ApiProperty(AMOUNT) readonly refunded!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'charged − refunded' }) readonly amount!: Amount;
}

/** Usage from `from` to `to`, both inclusive, in business time. `total` is the sum of the items' amounts. */
export class UsageView {
  @ApiProperty(INSTANT) readonly from!: Instant;
  @ApiProperty(INSTANT) readonly to!: Instant;
  @ApiProperty({ type: [UsageLineView] }) readonly items!: readonly UsageLineView[];
  @ApiProperty(AMOUNT) readonly total!: Amount;
  @ApiProperty(REVISION) readonly revision!: number;
}

export class UsageQuery extends Query<UsageView> {
  constructor(
    readonly accountId: string,
    readonly range: UsageRange = {},
    readonly summed: Summed = {},
    readonly minRevision?: number,
  ) {
    super();
  }
}

/**
 * Summed up from the read model, by quarters of an hour; where `from` or `to` divide one, what lies within is told from the
 * entries that the read model names. Throws `account-not-found`, `invalid` and 503s.
 */
@QueryHandler(UsageQuery)
export class UsageHandler implements IQueryHandler<UsageQuery> {
  private readonly turns = new Turns();
  private readonly rows = new UsageRows();

  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, minRevision, range, summed }: UsageQuery): Promise<UsageView> {
    const { from, to } = rangeFor(range, await this.clock());
    const summary = summaryFor(summed);
    const { between, revision } = await this.rows.look(
      accountId,
      { from, to },
      (queries, least) => this.live.require(accountId, queries, least),
      minRevision,
    );
    addWhole(between, summary);
    if (between.runs.length > 0)
      await this.turns.take(() => addDivided(this.log, accountId, { from, to }, between, summary));
    return { from, to, items: summary.items, total: summary.total, revision };
  }
}

/** Adds the quarters of an hour that lie within the range. */
export function addWhole({ whole }: UsageBetween, summary: UsageSummary): void {
  for (const { quarter, sums } of whole) {
    const at = instant(startOf(quarter));
    for (const [product, model, resource, charges, charged, refunded] of sums)
      summary.add({ at, product, model, resource, charges, charged, refunded });
  }
}

/** Adds what the entries say of the quarters that the range divides. */
export async function addDivided(
  log: AccountLog,
  accountId: string,
  { from, to }: Between,
  { divided, runs }: UsageBetween,
  summary: UsageSummary,
): Promise<void> {
  for (const [first, last] of runs) {
    for await (const { entry } of log.entries(accountId, first, last)) {
      for (const use of usesIn(entry)) {
        const isMeant = divided.has(quarterOf(milliseconds(use.at))) && from <= use.at && use.at <= to;
        if (isMeant) summary.add(use);
      }
    }
  }
}
