import { ApiProperty, OmitType } from '@nestjs/swagger';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AccountAnswer } from '../accounts/account-answer.js';
import { AccountQuery } from '../accounts/account.js';
import { BalanceQuery, BalanceView } from '../balances/balance.js';
import { BurnRateQuery, BurnRateView } from '../balances/burn-rate.js';
import { TransactionView } from '../history/transaction-view.js';
import { TransactionsQuery } from '../history/transactions.js';
import { REVISION } from '../openapi/schemas.js';
import { PlanQuery } from '../plans/account-plan.js';
import { PlanView } from '../plans/plan-answer.js';
import { behind } from '../queries/not-yet.js';
import { ResourceView, ResourcesQuery } from '../resources/resources.js';
import { UsageLineView, UsageQuery } from '../usage/usage.js';

const NEWEST_TRANSACTIONS = 10;
const NEWEST_RESOURCES = 50;
/** Of an account that is written to all the time, the parts are read again at the newest revision that one of them has shown, for so long. */
const PATIENCE_MS = 2_000;

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

/** Made of the queries that show each part alone. Throws as they do, and 503 `read-model-behind` where they never agree. */
@QueryHandler(OverviewQuery)
export class OverviewHandler implements IQueryHandler<OverviewQuery> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ accountId, minRevision }: OverviewQuery): Promise<Overview> {
    const until = performance.now() + PATIENCE_MS;
    let [least, newest] = [minRevision, 0];
    do {
      const parts = await this.parts(accountId, least);
      const revisions = Object.values(parts).map(({ revision }) => revision);
      newest = Math.max(...revisions);
      if (revisions.every((revision) => revision === newest)) return overview(parts, newest);
      least = newest;
    } while (performance.now() < until);
    throw behind(newest - 1, newest);
  }

  async parts(accountId: string, minRevision?: number) {
    const summed = { by: 'model' };
    const newest = { accountId, filter: {}, minRevision };
    const [account, balance, burnRate, plan, usage, transactions, resources] = await Promise.all([
      this.queries.execute(new AccountQuery(accountId, minRevision)),
      this.queries.execute(new BalanceQuery(accountId, {}, minRevision)),
      this.queries.execute(new BurnRateQuery(accountId, minRevision)),
      this.queries.execute(new PlanQuery(accountId, minRevision)),
      this.queries.execute(new UsageQuery(accountId, {}, summed, minRevision)),
      this.queries.execute(new TransactionsQuery(newest, NEWEST_TRANSACTIONS)),
      this.queries.execute(new ResourcesQuery(accountId, {}, NEWEST_RESOURCES, undefined, minRevision)),
    ]);
    return { account, balance, burnRate, plan, usage, transactions, resources };
  }
}

type Parts = Awaited<ReturnType<OverviewHandler['parts']>>;

function overview({ account, balance, burnRate, plan, usage, transactions, resources }: Parts, revision: number) {
  const { balance: _, ...alone } = account;
  return {
    account: alone,
    balance,
    burnRate,
    plan,
    usageByModel: usage.items,
    transactions: transactions.items,
    resources: resources.items,
    revision,
  };
}
