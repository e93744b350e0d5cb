import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandsModule } from './ledger/commands.module.js';
import { LedgerModule, type Given } from './ledger/ledger.module.js';
import { HealthController } from './operations/health.controller.js';
import { MetricsController } from './operations/metrics.controller.js';
import { QueriesModule } from './queries/queries.module.js';

@Module({})
export class AppModule {
  static with(given: Given): DynamicModule {
    return {
      module: AppModule,
      imports: [LedgerModule.with(given), CqrsModule.forRoot(), CommandsModule, QueriesModule],
      controllers: [HealthController, MetricsController],
    };
  }
}
