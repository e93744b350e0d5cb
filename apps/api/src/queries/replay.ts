import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { evolve } from '#domain/account/evolve.js';
import { buckets } from '#projections/buckets/buckets.projection.js';
import { BalanceAnswer } from '../answers/balance.js';
import { BucketView } from './bucket-view.js';
import { EntryView, entryView } from './events.js';
import { type LoggedEntry, standsAt } from './from-log/entries.js';
import { CURSOR_OR_NULL } from './schemas.js';
import { AccountLog } from './from-log/account-log.js';
import { BucketHistory } from './from-log/bucket-history.js';
import { changesBetween } from './from-log/changes.js';
import { type Moment, bucketsOf, momentOf } from './from-log/moment.js';
import { foldInto } from './from-log/rows.js';
import { type Range, nextPage, pageOf } from './pages.js';

class MomentView {
  @ApiProperty() readonly balance!: BalanceAnswer;
  @ApiProperty({ type: [BucketView] }) readonly buckets!: readonly BucketView[];
}

/** Spec 11: an entry between the account before and after it. */
export class ReplayItem extends EntryView {
  @ApiProperty() readonly before!: MomentView;
  @ApiProperty() readonly after!: MomentView;
  @ApiProperty({ type: [String], description: 'What differs, in sentences' }) readonly changes!: readonly string[];
}

export class ReplayPage {
  @ApiProperty({ type: [ReplayItem] }) readonly items!: readonly ReplayItem[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
}

export class ReplayQuery extends Query<ReplayPage> {
  constructor(
    readonly accountId: string,
    readonly range: Range,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found` and `invalid`. Memory holds one page, whatever the account's age. */
@QueryHandler(ReplayQuery)
export class ReplayHandler implements IQueryHandler<ReplayQuery> {
  constructor(
    private readonly log: AccountLog,
    private readonly history: BucketHistory,
  ) {}

  async execute({ accountId, range, minRevision }: ReplayQuery): Promise<ReplayPage> {
    const { account: latest } = await this.log.current(accountId, minRevision, () => pageOf(range, 0));
    const page = pageOf(range, latest.revision);
    if (page.from > page.to) return { items: [], nextCursor: null };
    const rows = new Map(await this.history.rowsAt(accountId, page.from - 1));
    let account = await this.log.stateAt(accountId, page.from - 1);
    let before: Moment | undefined;
    const items: ReplayItem[] = [];
    for await (const logged of this.log.entries(accountId, page.from, page.to)) {
      const { entry } = logged;
      before ??= momentOf(account, rows, standsAt((await this.log.entry(accountId, page.from - 1)) ?? entry));
      account = evolve(account, entry);
      foldInto(buckets, rows, entry);
      const after = momentOf(account, rows, standsAt(entry));
      items.push(replayItem(logged, before, after));
      before = after;
    }
    this.history.keep(accountId, page.to, rows);
    return { items, nextCursor: nextPage(page) };
  }
}

const replayItem = (logged: LoggedEntry, before: Moment, after: Moment): ReplayItem => ({
  ...entryView(logged),
  before: { balance: before.balance, buckets: bucketsOf(before, after) },
  after: { balance: after.balance, buckets: bucketsOf(after, before) },
  changes: changesBetween(before, after, logged.entry),
});
