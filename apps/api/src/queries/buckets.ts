import { ApiProperty } from '@nestjs/swagger';
import { REVISION } from '../answers/schemas.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Clock } from '#event-store/clock.js';
import { buckets } from '#projections/buckets/buckets.projection.js';
import { every } from '#read-models/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { BucketView, bucketsAsRecorded, bucketsAt } from './bucket-view.js';
import { AccountLog } from './from-log/account-log.js';
import { BucketHistory } from './from-log/bucket-history.js';
import { type PastRequest, cutOf, isPast } from './from-log/cut.js';
import { StandIn } from './from-log/stand-in.js';
import { Live } from './live.js';

/** Spec 11: all that the account ever had, in the order of granting. */
export class BucketsView {
  @ApiProperty({ type: [BucketView] }) readonly items!: readonly BucketView[];
  @ApiProperty(REVISION) readonly revision!: number;
  @ApiProperty({ required: false, description: 'Of the past: nothing more is recorded for that time' })
  readonly final?: boolean;
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
  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
    private readonly history: BucketHistory,
    private readonly standIn: StandIn,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, past, minRevision }: BucketsQuery): Promise<BucketsView> {
    if (isPast(past)) return this.ofPast(accountId, past);
    const now = await this.clock();
    const reading = await this.live.read(accountId, { rows: every(buckets) }, minRevision);
    if (reading) return { items: bucketsAt(reading.rows.rows.values(), now), revision: reading.revision };
    const { account, at } = await this.standIn.account(accountId, minRevision);
    const rows = await this.standIn.buckets(account);
    return { items: bucketsAt(rows.values(), at), revision: account.revision };
  }

  private async ofPast(accountId: string, past: PastRequest): Promise<BucketsView> {
    const cut = await cutOf(this.log, accountId, past);
    const rows = (await this.history.rowsAtCut(accountId, cut)).values();
    const items = cut.isByDates ? bucketsAt(rows, cut.at) : bucketsAsRecorded(rows);
    return { items, revision: cut.revision, final: cut.isFinal };
  }
}
