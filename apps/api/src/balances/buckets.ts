import { ApiProperty } from '@nestjs/swagger';
import { POSITION_OR_NULL, REVISION } from '../openapi/schemas.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { unrecordedBy } from '#domain/account/reading.js';
import type { Entry } from '#domain/account/entries.js';
import type { Instant } from '#domain/messages.js';
import type { Clock } from '#event-store/clock.js';
import { AccountLog } from '#from-log/account-log.js';
import { BucketHistory, type BucketRows } from '#from-log/bucket-history.js';
import { bucketsAt } from '#from-log/bucket-view.js';
import { type PastRequest, isPast } from '#from-log/cut.js';
import { pastBuckets } from '#from-log/past-buckets.js';
import { withDue } from '#from-log/rows.js';
import { unrecordedIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { buckets } from '#projections/buckets/buckets.projection.js';
import { every, one } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { BucketView } from './bucket-view.js';
import { StandIn } from '../queries/stand-in.js';
import { Live } from '../queries/live.js';
import { Turns } from '../queries/turns.js';

/** Rule 9.2: all that the account ever had, in the order of granting. */
export class BucketsView {
  @ApiProperty({ type: [BucketView] }) readonly items!: readonly BucketView[];
  @ApiProperty(REVISION) readonly revision!: number;
  @ApiProperty({ required: false, description: 'Of the past: nothing more is recorded for that time' })
  readonly final?: boolean;
  @ApiProperty({ ...POSITION_OR_NULL, required: false }) readonly position?: string | null;
}

export class BucketsQuery extends Query<BucketsView> {
  constructor(
    readonly accountId: string,
    readonly past: PastRequest = {},
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** As `BalanceHandler`. */
@QueryHandler(BucketsQuery)
export class BucketsHandler implements IQueryHandler<BucketsQuery> {
  private readonly turns = new Turns();

  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
    private readonly history: BucketHistory,
    private readonly standIn: StandIn,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, past, minRevision }: BucketsQuery): Promise<BucketsView> {
    if (isPast(past)) return this.turns.take(() => pastBuckets(this.log, this.history, accountId, past, minRevision));
    // Whoever waits for a revision takes nobody's turn.
    await this.live.read(accountId, {}, minRevision);
    return this.turns.take(() => this.ofNow(accountId, minRevision));
  }

  private async ofNow(accountId: string, minRevision?: number): Promise<BucketsView> {
    const now = await this.clock();
    const queries = { row: one(balance, ACCOUNT), rows: every(buckets) };
    const reading = (await this.live.read(accountId, queries, minRevision))?.rows;
    if (reading?.row) return view(reading.row, unrecordedIn(reading.row, now), reading.rows, now);
    const { account, at } = await this.standIn.account(accountId, minRevision);
    return view(account, unrecordedBy(account, at), await this.standIn.buckets(account), at);
  }
}

const view = (
  { revision }: { readonly revision: number },
  due: readonly Entry[],
  rows: BucketRows,
  at: Instant,
): BucketsView => ({ items: bucketsAt(withDue(buckets, rows, due).values(), at), revision });
