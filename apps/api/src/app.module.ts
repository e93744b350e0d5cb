import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Clock } from '#event-store/clock.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { AccountLog } from '#from-log/account-log.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { LedgerCuts } from '#from-log/ledger/ledger-cut.js';
import type { Logger } from '#platform/logging.js';
import { controllers, handlers } from './features.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { History } from './history/history.js';
import { Accounts } from './ledger/accounts.js';
import { ACCOUNTS } from './ledger/aggregates.js';
import { Ledger } from './ledger/ledger.js';
import { type Given, LedgerModule } from './ledger/ledger.module.js';
import { CLOCK, EVENT_STORE, LOGGER } from './ledger/tokens.js';
import { Prices } from './models/prices.js';
import { Folded } from './queries/folded.js';
import { StandIn } from './queries/stand-in.js';
import { Live } from './queries/live.js';
import { DueWork } from './test-clock/due-work.js';
import { Dependencies } from './operations/dependencies.js';
import { WholeLog } from './worklists/whole-log.js';
import { AccountsByStanding } from './worklists/accounts-by-standing.js';
import { Worklist } from './worklists/worklist.js';

/** What handlers share: the present out of Redis, the past out of the log. */
const reading = [
  Folded,
  Live,
  StandIn,
  History,
  {
    provide: LedgerCuts,
    inject: [EVENT_STORE, CLOCK],
    useFactory: (store: EventStore, clock: Clock) => new LedgerCuts(store, clock),
  },
  {
    provide: AccountLog,
    inject: [EVENT_STORE, Ledger],
    useFactory: (store: EventStore, ledger: Ledger) => new AccountLog(store, ledger.of(ACCOUNTS)),
  },
  {
    provide: BucketHistory,
    inject: [AccountLog],
    useFactory: (accountLog: AccountLog) => new BucketHistory(accountLog),
  },
];

/** Of lines that are refused by themselves. */
const problems = {
  provide: ProblemFilter,
  inject: [LOGGER],
  useFactory: (logger: Logger) => new ProblemFilter(logger),
};

@Module({})
export class AppModule {
  static with(given: Given): DynamicModule {
    return {
      module: AppModule,
      imports: [LedgerModule.with(given), CqrsModule.forRoot()],
      controllers,
      providers: [
        ...reading,
        problems,
        Accounts,
        Prices,
        DueWork,
        Dependencies,
        WholeLog,
        Worklist,
        AccountsByStanding,
        ...handlers,
      ],
    };
  }
}
