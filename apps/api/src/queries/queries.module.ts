import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventStore } from '#event-store/port/event-store.js';
import { ACCOUNT_WRITER, type AccountWriter, EVENT_STORE } from '../ledger/tokens.js';
import { BalanceHandler } from '../balances/balance.js';
import { BucketsHandler } from '../balances/buckets.js';
import { BurnRateHandler } from '../balances/burn-rate.js';
import { CreditsCheckHandler } from '../usage/credits-check.js';
import { EventsHandler } from '../history/events.js';
import { ExplainHandler } from '../usage/explain.js';
import { AccountLog } from './from-log/account-log.js';
import { BucketHistory } from './from-log/bucket-history.js';
import { Folded } from './from-log/folded.js';
import { StandIn } from './from-log/stand-in.js';
import { HistoryController } from '../history/history.controller.js';
import { History } from '../history/history.js';
import { KnownResources } from '../resources/known-resources.js';
import { Live } from './live.js';
import { ReplayHandler } from '../history/replay.js';
import { ResourcesHandler } from '../resources/resources.js';
import { TransactionHandler } from '../history/transaction.js';
import { TransactionsCsvHandler, TransactionsHandler } from '../history/transactions.js';
import { UsageHandler } from '../usage/usage.js';
import { ViewsController } from './views.controller.js';
import { WithdrawalsHandler } from '../withdrawals/withdrawals.js';

const handlers = [
  BalanceHandler,
  BucketsHandler,
  BurnRateHandler,
  TransactionsHandler,
  TransactionsCsvHandler,
  TransactionHandler,
  UsageHandler,
  CreditsCheckHandler,
  ResourcesHandler,
  WithdrawalsHandler,
  EventsHandler,
  ReplayHandler,
  ExplainHandler,
];

const log = [
  {
    provide: AccountLog,
    inject: [EVENT_STORE, ACCOUNT_WRITER],
    useFactory: (store: EventStore, writer: AccountWriter) => new AccountLog(store, writer),
  },
  {
    provide: BucketHistory,
    inject: [AccountLog],
    useFactory: (accountLog: AccountLog) => new BucketHistory(accountLog),
  },
];

/** Reading: the present out of Redis, the past out of the log. */
@Module({
  imports: [CqrsModule],
  controllers: [ViewsController, HistoryController],
  providers: [...log, Folded, Live, StandIn, History, KnownResources, ...handlers],
  exports: [KnownResources],
})
export class QueriesModule {}
