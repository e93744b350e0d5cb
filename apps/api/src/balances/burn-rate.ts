import { ApiProperty } from '@nestjs/swagger';
import { AMOUNT, AMOUNT_OR_NULL, REVISION } from '../openapi/schemas.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Balance } from '#domain/account/balance.js';
import { balanceAt, momentOfReading } from '#domain/account/reading.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { balanceIn } from '#projections/balance/balance-at.js';
import { type BurnRate, hoursRemaining } from '#projections/burn-rate/burn-rate-at.js';
import { CLOCK } from '../ledger/tokens.js';
import { StandIn } from '../queries/stand-in.js';
import { Live } from '../queries/live.js';
import { type BalanceRows, balanceRows, burning } from './balance-rows.js';

/** Rules 7.4, 7.5. Credits per hour; both parts of the rate are shown. `hoursRemaining` is null where nothing burns. */
export class BurnRateView {
  @ApiProperty({ ...AMOUNT, description: 'resources + usage' }) readonly burnRate!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Rates of what runs' }) readonly resources!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Other usage of the last 60 minutes' }) readonly usage!: Amount;
  @ApiProperty(AMOUNT_OR_NULL) readonly hoursRemaining!: Amount | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export class BurnRateQuery extends Query<BurnRateView> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found` and 503s. */
@QueryHandler(BurnRateQuery)
export class BurnRateHandler implements IQueryHandler<BurnRateQuery> {
  constructor(
    private readonly live: Live,
    private readonly standIn: StandIn,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, minRevision }: BurnRateQuery): Promise<BurnRateView> {
    const now = await this.clock();
    const reading = await this.live.read(accountId, balanceRows(now), minRevision);
    if (reading?.rows.row) return burnRateShown({ ...reading.rows, row: reading.rows.row }, now);
    const { account, at } = await this.standIn.account(accountId, minRevision);
    return view(balanceAt(account, at), await this.standIn.burnRate(account, at));
  }
}

export const burnRateShown = (rows: BalanceRows, now: Instant): BurnRateView =>
  view(balanceIn(rows.row, momentOfReading(rows.row, now)), burning(rows, now));

const view = (balance: Balance, rate: BurnRate): BurnRateView => ({
  ...rate,
  hoursRemaining: hoursRemaining(balance, rate),
  revision: balance.revision,
});
