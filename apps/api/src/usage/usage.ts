import { ApiProperty } from '@nestjs/swagger';
import { AMOUNT, INSTANT, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { chargesIn } from '#domain/account/event-table.js';
import type { Account } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import { type Instant, shifted } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { COUNT } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';
import { AccountLog } from '../queries/from-log/account-log.js';
import { Calendar, isTimeZone } from './calendar.js';
import { USAGE_DIMENSIONS, type UsageDimension, type UsageLine, UsageSummary, usesIn } from './usage-summary.js';

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
    readonly range: { readonly from?: Instant | undefined; readonly to?: Instant | undefined } = {},
    readonly summed: { readonly by?: string | undefined; readonly timeZone?: string | undefined } = {},
    readonly minRevision?: number,
  ) {
    super();
  }
}

const DEFAULT_MS = 30 * 86_400_000;
const DEFAULT_BY = 'day,product,model';

const refuse = (field: string, message: string) => new DomainError('invalid', message, { field });

/** Throws `invalid`. */
function dimensionsOf(by: string): readonly UsageDimension[] {
  const names = by.split(',');
  const known = USAGE_DIMENSIONS.filter((dimension) => names.includes(dimension));
  if (known.length < names.length) {
    throw refuse('by', `by must name some of ${USAGE_DIMENSIONS.join(', ')}, each once.`);
  }
  return names as UsageDimension[];
}

/** Throws `invalid`. */
function calendarOf(timeZone: string): Calendar {
  if (isTimeZone(timeZone)) return new Calendar(timeZone);
  throw refuse('timeZone', 'timeZone must be the IANA name of a time zone, such as Europe/Berlin.');
}

/**
 * Summed up from the log: the entries recorded from `from` on, as running time may be charged late. Memory holds one line
 * for each combination of what it is summed up by. Throws `account-not-found` and `invalid`.
 */
@QueryHandler(UsageQuery)
export class UsageHandler implements IQueryHandler<UsageQuery> {
  private readonly turns = new Turns();

  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, minRevision, range, summed }: UsageQuery): Promise<UsageView> {
    const between = (now: Instant) => {
      const to = range.to ?? now;
      // Nothing has been used yet of what lies ahead.
      const from = range.from ?? shifted(to < now ? to : now, -DEFAULT_MS);
      if (from > to) throw refuse('from', 'from must not lie after to.');
      const calendar = calendarOf(summed.timeZone ?? 'UTC');
      return { from, to, summary: new UsageSummary(dimensionsOf(summed.by ?? DEFAULT_BY), calendar) };
    };
    const { account, now } = await this.log.current(accountId, minRevision, between);
    return this.turns.take(() => this.summedUp(account, between(now)));
  }

  private async summedUp(
    account: Account,
    { from, to, summary }: { from: Instant; to: Instant; summary: UsageSummary },
  ): Promise<UsageView> {
    const { accountId } = account;
    const first = (await this.log.revisionAt(accountId, shifted(from, -1))) + 1;
    for await (const { entry } of this.log.entries(accountId, first, account.revision)) {
      for (const use of await usesIn(entry, (revision) => this.modelOf(accountId, revision))) {
        if (from <= use.at && use.at <= to) summary.add(use);
      }
    }
    return { from, to, items: summary.items, total: summary.total, revision: account.revision };
  }

  private async modelOf(accountId: string, revision: number): Promise<string | null> {
    const entry = await this.log.entry(accountId, revision);
    return (entry && chargesIn(entry)[0]?.model) ?? null;
  }
}
