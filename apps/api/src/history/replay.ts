import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { LRUCache } from 'lru-cache';
import { AccountLog } from '#from-log/account-log.js';
import type { AsOf } from '#from-log/as-of.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { asOfRevision, replayed } from '#from-log/replay.js';
import { BalanceAnswer } from '../balances/balance-answer.js';
import { BucketView } from '../balances/bucket-view.js';
import { EntryView } from './events.js';
import { CURSOR_OR_NULL } from '../queries/schemas.js';
import { REVISION } from '../openapi/schemas.js';
import { type Page, PageItems, type Range, nextPage, pageOf } from '../queries/pages.js';
import { Turns } from '../queries/turns.js';

class MomentView {
  @ApiProperty() readonly balance!: BalanceAnswer;
  @ApiProperty({ type: [BucketView] }) readonly buckets!: readonly BucketView[];
}

/** Rule 9.7: an entry between the account before and after it. */
export class ReplayItem extends EntryView {
  @ApiProperty() readonly before!: MomentView;
  @ApiProperty() readonly after!: MomentView;
  @ApiProperty({ type: [String], description: 'What differs, in sentences' }) readonly changes!: readonly string[];
}

export class ReplayPage {
  @ApiProperty({ type: [ReplayItem] }) readonly items!: readonly ReplayItem[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
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

/** Rows of buckets that are kept for next pages, over all accounts. */
const KEPT_ROWS = 20_000;

/** Throws `account-not-found` and `invalid`. Memory holds one page, whatever the account's age. */
@QueryHandler(ReplayQuery)
export class ReplayHandler implements IQueryHandler<ReplayQuery> {
  private readonly turns = new Turns();
  /** Where the last page of an account ended: the next one goes on there. Past moments never change. */
  private readonly reached = new LRUCache<string, Reached>({
    maxSize: KEPT_ROWS,
    sizeCalculation: ({ asOf }) => Math.max(1, asOf.rows.size),
  });

  constructor(
    private readonly log: AccountLog,
    private readonly history: BucketHistory,
  ) {}

  async execute({ accountId, range, minRevision }: ReplayQuery): Promise<ReplayPage> {
    const { account: latest } = await this.log.current(accountId, minRevision, () =>
      pageOf(`replay/${accountId}`, range, 0),
    );
    const { revision } = latest;
    const page = pageOf(`replay/${accountId}`, range, revision);
    if (page.from > page.to) return { items: [], nextCursor: null, revision };
    return { ...(await this.turns.take(() => this.replay(accountId, page, range.limit))), revision };
  }

  private async replay(accountId: string, page: Page, limit: number): Promise<Omit<ReplayPage, 'revision'>> {
    const items = new PageItems<ReplayItem>(limit);
    let last = await this.before(accountId, page.from);
    for await (const { item, after } of replayed(this.log, accountId, page, last)) {
      if (!items.add(item)) break;
      last = after;
    }
    const count = items.all.length;
    this.reached.set(accountId, { revision: page.from + count - 1, asOf: last });
    return { items: items.all, nextCursor: nextPage(page, count) };
  }

  private async before(accountId: string, from: number): Promise<AsOf> {
    const known = this.reached.get(accountId);
    if (known?.revision === from - 1) return known.asOf;
    return asOfRevision(this.log, this.history, accountId, from - 1);
  }
}

/** An account after the entry of `revision`. */
type Reached = { readonly revision: number; readonly asOf: AsOf };
