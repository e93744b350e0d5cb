import { Inject } from '@nestjs/common';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { atReading, momentOfReading } from '#domain/account/reading.js';
import type { Instant } from '#domain/messages.js';
import type { Clock } from '#event-store/clock.js';
import { AccountLog } from '#from-log/account-log.js';
import { HISTORY_ROWS, stretchAfter } from '#from-log/history.js';
import { rangeFor, summaryFor } from '#from-log/usage.js';
import { allowances } from '#projections/allowances/allowances.projection.js';
import { resources } from '#projections/resources/resources.projection.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import type { Between, UsageBetween } from '#projections/usage/usage-between.js';
import { type Reading, every } from '#read-models/reader/queries.js';
import { AccountAnswer, accountAnswer } from '../accounts/account-answer.js';
import { BalanceView } from '../balances/balance.js';
import { balanceRows, balanceShown } from '../balances/balance-rows.js';
import { BurnRateView, burnRateShown } from '../balances/burn-rate.js';
import { TransactionView } from '../history/transaction-view.js';
import { pageOf } from '../history/transactions.js';
import { CLOCK } from '../ledger/tokens.js';
import type { Own } from '../ledger/with-balance.js';
import { REVISION } from '../openapi/schemas.js';
import { planView } from '../plans/account-plan.js';
import { PlanView } from '../plans/plan-answer.js';
import { Live } from '../queries/live.js';
import { rebuilding } from '../queries/not-yet.js';
import { Turns } from '../queries/turns.js';
import { ResourceView, latestFirst } from '../resources/resources.js';
import { UsageLineView, addDivided, addWhole } from '../usage/usage.js';
import { UsageRows } from '../usage/usage-rows.js';

const NEWEST_TRANSACTIONS = 10;
const NEWEST_RESOURCES = 50;

/** Without its balance, which the overview shows with burn rate. */
class OverviewAccount extends OmitType(AccountAnswer, ['balance']) {}

/** What an account's page shows at one look, all of it at one revision. */
export class Overview {
  @ApiProperty({ type: OverviewAccount }) readonly account!: OverviewAccount;
  @ApiProperty({ type: BalanceView }) readonly balance!: BalanceView;
  @ApiProperty({ type: BurnRateView }) readonly burnRate!: BurnRateView;
  @ApiProperty({ type: PlanView }) readonly plan!: PlanView;
  @ApiProperty({ type: [UsageLineView], description: 'Of the last 30 days' })
  readonly usageByModel!: readonly UsageLineView[];
  @ApiProperty({ type: [TransactionView], description: 'The 10 newest' })
  readonly transactions!: readonly TransactionView[];
  @ApiProperty({ type: [ResourceView], description: 'The 50 that were started last' })
  readonly resources!: readonly ResourceView[];
  @ApiProperty(REVISION) readonly revision!: number;
}

export class OverviewQuery extends Query<Overview> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** All of it out of rows that are read at once. Throws `account-not-found`, and 503s. */
@QueryHandler(OverviewQuery)
export class OverviewHandler implements IQueryHandler<OverviewQuery> {
  private readonly turns = new Turns();
  private readonly usage = new UsageRows();

  constructor(
    private readonly live: Live,
    private readonly log: AccountLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, minRevision }: OverviewQuery): Promise<Overview> {
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(accountId, {}, minRevision);
    return this.turns.take(() => this.show(accountId, minRevision));
  }

  private async show(accountId: string, minRevision?: number): Promise<Overview> {
    const now = await this.clock();
    const range = rangeFor({}, now);
    const queries = { ...balanceRows(now), ...HISTORY_ROWS, uses: every(allowances), started: every(resources) };
    const reading = await this.usage.look(
      accountId,
      range,
      (hours, least) => this.live.require(accountId, { ...queries, ...hours }, least),
      minRevision,
    );
    const { rows, revision, between } = reading;
    const { row } = rows;
    if (!row) throw rebuilding();
    const own = { ...rows, row };
    return {
      account: { ...(await this.account(accountId, revision, momentOfReading(row, now))), accountId, revision },
      balance: balanceShown(own, now),
      burnRate: burnRateShown(own, now),
      plan: planView(row, rows.uses, now, revision),
      usageByModel: await this.usageByModel(accountId, range, between),
      transactions: await this.newest(accountId, reading, now),
      resources: latestFirst(row, rows.started, now)
        .slice(0, NEWEST_RESOURCES)
        .map(({ view }) => view),
      revision,
    };
  }

  /** Settings are not in the rows. */
  private async account(accountId: string, revision: number, at: Instant): Promise<Own<AccountAnswer>> {
    const known = this.log.known(accountId);
    const account = known?.revision === revision ? known : await this.log.stateAt(accountId, revision);
    return accountAnswer(atReading(account, at));
  }

  private async usageByModel(accountId: string, range: Between, between: UsageBetween) {
    const summary = summaryFor({ by: 'model' });
    addWhole(between, summary);
    await addDivided(this.log, accountId, range, between, summary);
    return summary.items;
  }

  private async newest(accountId: string, reading: Reading<typeof HISTORY_ROWS>, now: Instant) {
    const linesUpTo = (revision: number) => this.live.lines(accountId, transactions, revision);
    const stretch = stretchAfter(null, reading, linesUpTo, { filter: {}, now });
    return (await pageOf(accountId, stretch, NEWEST_TRANSACTIONS)).items;
  }
}
