import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '#domain/account/events.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import type { Registry } from 'prom-client';
import type { Config } from '#platform/config.js';
import type { Logger } from '#platform/logging.js';
import { outageNotes } from '#platform/outage-notes.js';
import { observed } from '#platform/metrics.js';
import { projections } from '#projections/index.js';
import { keepsAllOrExit } from '#read-models/redis/eviction.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { createReader } from '#read-models/reader/reader.js';
import { type RedisStore, connectRedis } from '#read-models/redis/redis-store.js';
import { ACCOUNTS } from './aggregates.js';
import { AwaitedStores } from './awaited-stores.js';
import { RecentAccounts } from './recent-accounts.js';
import { Ledger } from './ledger.js';
import { ReadYourWrites } from './read-your-writes.js';
import { CLOCK, CONFIG, DEFAULTS, EVENT_STORE, LOGGER, METRICS, READER, REDIS } from './tokens.js';

/** What a process brings along. */
export type Given = {
  readonly config: Config;
  readonly defaults: Settings;
  readonly logger: Logger;
  readonly metrics: Registry;
};

const providers = [
  AwaitedStores,
  RecentAccounts,
  ReadYourWrites,
  {
    provide: EVENT_STORE,
    inject: [CONFIG],
    useFactory: ({ eventStoreUrl, eventStoreClient: client }: Config) => connectEventStore(eventStoreUrl, { client }),
  },
  {
    provide: Ledger,
    inject: [CONFIG, EVENT_STORE],
    useFactory: ({ hasTestClock }: Config, store: EventStore) => new Ledger(store, hasTestClock),
  },
  { provide: CLOCK, inject: [Ledger], useFactory: ({ clock }: Ledger) => clock },
  {
    provide: REDIS,
    inject: [CONFIG, LOGGER],
    useFactory: async ({ redisUrl }: Config, logger: Logger) => {
      const redis = connectRedis(redisUrl, { patience: 'fails', onError: outageNotes(logger)('Redis') });
      await keepsAllOrExit(redis);
      return redis;
    },
  },
  {
    provide: READER,
    inject: [REDIS, EVENT_STORE],
    useFactory: (redis: RedisStore, store: EventStore) =>
      createReader(redis, projections, DEPLOYMENT, identityOf(store)),
  },
];

/** The log and what decides on it; the same for commands and queries. */
@Global()
@Module({})
export class LedgerModule implements OnApplicationShutdown {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly ledger: Ledger,
    @Inject(REDIS) private readonly redis: RedisStore,
    @Inject(METRICS) metrics: Registry,
  ) {
    const cached = () => ledger.of(ACCOUNTS).cached;
    observed(metrics, 'cached_accounts', 'Accounts that are kept in memory', () => cached().streams);
    observed(metrics, 'cached_accounts_bytes', 'Estimated memory that they take', () => cached().bytes);
  }

  static with({ config, defaults, logger, metrics }: Given): DynamicModule {
    const given = [
      { provide: CONFIG, useValue: config },
      { provide: DEFAULTS, useValue: defaults },
      { provide: LOGGER, useValue: logger },
      { provide: METRICS, useValue: metrics },
    ];
    const all = [...given, ...providers];
    return { module: LedgerModule, providers: all, exports: all };
  }

  /** After the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.ledger.close();
    this.redis.close();
    await this.store.dispose();
  }
}
