import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Config } from '#platform/config.js';
import type { Logger } from '#platform/logging.js';
import { LedgerModule } from './ledger/ledger.module.js';

@Module({})
export class AppModule {
  static with(config: Config, logger: Logger): DynamicModule {
    return { module: AppModule, imports: [LedgerModule.with(config, logger), CqrsModule.forRoot()] };
  }
}
