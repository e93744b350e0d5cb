import { ApiProperty } from '@nestjs/swagger';
import { AMOUNT, AMOUNT_OR_NULL, REVISION } from '../openapi/schemas.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Balance } from '#domain/account/balance.js';
import { balanceAt } from '#domain/account/reading.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { balanceIn, unrecordedIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { type BurnRate, burnRateAt, burnRateKeys, hoursRemaining } from '#projections/burn-rate/burn-rate-at.js';
import { burnRate } from '#projections/burn-rate/burn-rate.projection.js';
import { one, some } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { withDue } from '#from-log/rows.js';
import { StandIn } from '../queries/stand-in.js';
import { Live } from '../queries/live.js';

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
    const queries = { row: one(balance, ACCOUNT), burnRate: some(burnRate, burnRateKeys(now)) };
    const reading = await this.live.read(accountId, queries, minRevision);
    if (reading?.rows.row) {
      const { row, burnRate: rates } = reading.rows;
      return view(balanceIn(row, now), burnRateAt(withDue(burnRate, rates, unrecordedIn(row, now)), now));
    }
    const { account, at } = await this.standIn.account(accountId, minRevision);
    return view(balanceAt(account, at), await this.standIn.burnRate(account, at));
  }
}

const view = (balance: Balance, rate: BurnRate): BurnRateView => ({
  ...rate,
  hoursRemaining: hoursRemaining(balance, rate),
  revision: balance.revision,
});
