import { ApiProperty } from '@nestjs/swagger';
import { AMOUNT, INSTANT, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LATE_USAGE_MS } from '#domain/account/usage/late-usage.js';
import type { Account } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import { type Instant, shifted } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { COUNT } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';
import { AccountLog } from '../queries/from-log/account-log.js';
import { type UsageLine, UsageSummary, usesIn } from './usage-summary.js';

class UsageLineView implements UsageLine {
  @ApiProperty({ type: String, format: 'date' }) readonly day!: string;
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly model!: string | null;
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
    readonly from?: Instant,
    readonly to?: Instant,
    readonly minRevision?: number,
  ) {
    super();
  }
}

const DEFAULT_MS = 30 * 86_400_000;

/**
 * Summed up from the log: the entries recorded from `from` on, until none can be about `to` any more. Memory holds one
 * line for each day, product and model. Throws `account-not-found` and `invalid`.
 */
@QueryHandler(UsageQuery)
export class UsageHandler implements IQueryHandler<UsageQuery> {
  private readonly turns = new Turns();

  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, minRevision, ...range }: UsageQuery): Promise<UsageView> {
    const between = (now: Instant) => {
      const to = range.to ?? now;
      // Nothing has been used yet of what lies ahead.
      const from = range.from ?? shifted(to < now ? to : now, -DEFAULT_MS);
      if (from > to) throw new DomainError('invalid', 'from must not lie after to.', { field: 'from' });
      return { from, to };
    };
    const { account, now } = await this.log.current(accountId, minRevision, between);
    return this.turns.take(() => this.summary(account, between(now)));
  }

  private async summary(account: Account, { from, to }: { from: Instant; to: Instant }): Promise<UsageView> {
    const { accountId } = account;
    const summary = new UsageSummary();
    const first = (await this.log.revisionAt(accountId, shifted(from, -1))) + 1;
    const last = await this.log.revisionAt(accountId, shifted(to, LATE_USAGE_MS));
    for await (const { entry } of this.log.entries(accountId, first, Math.min(last, account.revision))) {
      for (const use of await usesIn(entry, (revision) => this.modelOf(accountId, revision))) {
        if (from <= use.at && use.at <= to) summary.add(use);
      }
    }
    return { from, to, items: summary.items, total: summary.total, revision: account.revision };
  }

  private async modelOf(accountId: string, revision: number): Promise<string | null> {
    const entry = await this.log.entry(accountId, revision);
    return (entry?.type === 'UsageCharged' ? entry.data.lines[0]?.model : undefined) ?? null;
  }
}
