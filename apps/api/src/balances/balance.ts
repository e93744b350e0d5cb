import { ApiProperty } from '@nestjs/swagger';
import { AMOUNT, AMOUNT_OR_NULL, POSITION_OR_NULL } from '../openapi/schemas.js';
import { BalanceAnswer } from './balance-answer.js';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { balanceAt, momentOfReading } from '#domain/account/reading.js';
import { steadyUntil } from '#domain/account/steady-balance.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { AccountLog } from '#from-log/account-log.js';
import { balanceView, pastBalance } from '#from-log/balance-view.js';
import { type PastRequest, isPast } from '#from-log/cut.js';
import { burnRateUntil } from '#projections/burn-rate/burn-rate-at.js';
import type { RowsMark } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { StandIn } from '../queries/stand-in.js';
import { Live } from '../queries/live.js';
import { type BalanceRows, balanceRows, balanceShown } from './balance-rows.js';
import { PreparedBalances } from './prepared-balances.js';

/** Rule 9.8. `final` is there where the past was asked for: false while something may still be recorded for that time. */
export class BalanceView extends BalanceAnswer {
  @ApiProperty(AMOUNT) readonly burnRate!: Amount;
  @ApiProperty(AMOUNT_OR_NULL) readonly hoursRemaining!: Amount | null;
  @ApiProperty({ required: false, description: 'Of the past: nothing more is recorded for that time' })
  readonly final?: boolean;
  @ApiProperty({ ...POSITION_OR_NULL, required: false }) readonly position?: string | null;
}

export class BalanceQuery extends Query<BalanceView> {
  constructor(
    readonly accountId: string,
    readonly past: PastRequest = {},
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Of now: out of Redis, else out of the log. Of the past: out of the log. Throws `account-not-found` and 503s. */
@QueryHandler(BalanceQuery)
export class BalanceHandler implements IQueryHandler<BalanceQuery> {
  private readonly prepared = new PreparedBalances();

  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
    private readonly standIn: StandIn,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, past, minRevision }: BalanceQuery): Promise<BalanceView> {
    if (isPast(past)) return pastBalance(this.log, accountId, past, minRevision);
    const now = await this.clock();
    const prepared = this.prepared.at(accountId, now);
    const reading = await this.live.readUnless(accountId, balanceRows(now), prepared?.mark, minRevision);
    if (reading === 'unchanged' && prepared) return { ...prepared.view, asOf: now };
    if (reading === null || reading === 'unchanged' || reading.rows.row === null) {
      return this.fromLog(accountId, minRevision);
    }
    const { mark, rows } = reading;
    return this.ofRows(accountId, { ...rows, row: reading.rows.row }, now, mark);
  }

  private ofRows(accountId: string, rows: BalanceRows, now: Instant, mark?: RowsMark): BalanceView {
    const view = balanceShown(rows, now);
    const at = momentOfReading(rows.row, now);
    const [steady, burning] = [steadyUntil(rows.row, at), burnRateUntil(rows.burnRate, now)];
    const until = steady < burning ? steady : burning;
    if (mark && at < until) this.prepared.keep(accountId, { mark, from: at, until, view });
    return view;
  }

  private async fromLog(accountId: string, minRevision?: number): Promise<BalanceView> {
    const { account, at } = await this.standIn.account(accountId, minRevision);
    return balanceView(balanceAt(account, at), await this.standIn.burnRate(account, at));
  }
}
