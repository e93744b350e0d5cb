import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { LRUCache } from 'lru-cache';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { AccountLog } from '#from-log/account-log.js';
import type { UsageLine, UsageSummary } from '#from-log/usage-summary.js';
import { type Summed, type UsageRange, rangeFor, summaryFor } from '#from-log/usage.js';
import type { DirectoryRow } from '#projections/usage/directory.js';
import { quarterOf, startOf } from '#projections/usage/quarters.js';
import { type Between, type UsageBetween, usageBetween, usageKeys } from '#projections/usage/usage-between.js';
import { DIRECTORY, type HourRow, NEWEST, usage } from '#projections/usage/usage.projection.js';
import { usesIn } from '#projections/usage/uses.js';
import { one, some } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { AMOUNT, INSTANT, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { Live } from '../queries/live.js';
import { behind } from '../queries/not-yet.js';
import { COUNT } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';

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

/** An account that is written to all the time may get new rows between two looks. */
const LOOKS = 10;

type Hours = { readonly newest: Pick<HourRow, 'hour'> | null; readonly directory: DirectoryRow | null };
type Rows = { readonly between: UsageBetween; readonly revision: number };

/**
 * Summed up from the read model, by quarters of an hour; where `from` or `to` divide one, what lies within is told from the
 * entries that the read model names. Throws `account-not-found`, `invalid` and 503s.
 */
@QueryHandler(UsageQuery)
export class UsageHandler implements IQueryHandler<UsageQuery> {
  private readonly turns = new Turns();
  /** Which hours an account has used changes once an hour: as it was last seen, it nearly always says which rows to ask for. */
  private readonly seen = new LRUCache<string, Hours>({ max: 10_000 });

  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, minRevision, range, summed }: UsageQuery): Promise<UsageView> {
    const { from, to } = rangeFor(range, await this.clock());
    const summary = summaryFor(summed);
    const { between, revision } = await this.look(accountId, { from, to }, minRevision);
    for (const { quarter, sums } of between.whole) {
      const at = instant(startOf(quarter));
      for (const [product, model, resource, charges, charged, refunded] of sums)
        summary.add({ at, product, model, resource, charges, charged, refunded });
    }
    if (between.runs.length > 0) await this.turns.take(() => this.divide(accountId, { from, to }, between, summary));
    return { from, to, items: summary.items, total: summary.total, revision };
  }

  /** Rows of one revision. Which there are is known from the look before, and is looked up again where it has changed. */
  private async look(accountId: string, range: Between, minRevision?: number): Promise<Rows> {
    const known = { newest: one(usage, NEWEST), directory: one(usage, DIRECTORY) };
    let least = minRevision;
    for (let look = 0; look <= LOOKS; look++) {
      const seen = this.seen.get(accountId);
      const hours = some(usage, seen ? usageKeys(seen.directory, seen.newest, range) : []);
      const { rows, revision } = await this.live.require(accountId, { ...known, hours }, least);
      const newest = rows.newest as HourRow | null;
      const directory = rows.directory as DirectoryRow | null;
      this.seen.set(accountId, { newest: newest && { hour: newest.hour }, directory });
      if (usageKeys(directory, newest, range).every((key) => rows.hours.has(key)))
        return { between: usageBetween(newest, rows.hours.values(), range), revision };
      least = revision;
    }
    throw behind(least ?? 0, (least ?? 0) + 1);
  }

  /** Adds what the entries say of the quarters that the range divides. */
  private async divide(
    accountId: string,
    { from, to }: Between,
    { divided, runs }: UsageBetween,
    summary: UsageSummary,
  ): Promise<void> {
    for (const [first, last] of runs) {
      for await (const { entry } of this.log.entries(accountId, first, last)) {
        for (const use of usesIn(entry)) {
          const isMeant = divided.has(quarterOf(milliseconds(use.at))) && from <= use.at && use.at <= to;
          if (isMeant) summary.add(use);
        }
      }
    }
  }
}
