import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { catalogueAggregate } from '#domain/catalogue/catalogue.js';
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import { catalogueCodec } from '#event-store/codec/catalogue-codec.js';
import {
  type Clock,
  type TestClockWriter,
  createTestClockWriter,
  realClock,
  startedTestClock,
} from '#event-store/clock.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { type WatchedFinality, watchFinality } from '#event-store/writer/finality.js';
import { createWriter } from '#event-store/writer/writer.js';
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
import { AwaitedStores } from './awaited-stores.js';
import { LastAnswered } from './last-answered.js';
import {
  ACCOUNT_WRITER,
  type AccountWriter,
  CATALOGUE_WRITER,
  CLOCK,
  CONFIG,
  type CatalogueWriter,
  EVENT_STORE,
  FINALITY,
  LOGGER,
  METRICS,
  READER,
  REDIS,
  TEST_CLOCK_WRITER,
} from './tokens.js';

/** What a process brings along. */
export type Given = { readonly config: Config; readonly logger: Logger; readonly metrics: Registry };

const providers = [
  AwaitedStores,
  LastAnswered,
  {
    provide: EVENT_STORE,
    inject: [CONFIG],
    useFactory: ({ eventStoreUrl }: Config) => connectEventStore(eventStoreUrl),
  },
  {
    provide: FINALITY,
    inject: [EVENT_STORE],
    useFactory: (store: EventStore) => watchFinality(store),
  },
  {
    provide: TEST_CLOCK_WRITER,
    inject: [CONFIG, EVENT_STORE],
    useFactory: ({ hasTestClock }: Config, store: EventStore) => (hasTestClock ? createTestClockWriter(store) : null),
  },
  {
    provide: CLOCK,
    inject: [TEST_CLOCK_WRITER, EVENT_STORE],
    useFactory: (writer: TestClockWriter | null, store: EventStore): Clock =>
      writer ? startedTestClock(writer, store) : realClock,
  },
  {
    provide: ACCOUNT_WRITER,
    inject: [EVENT_STORE, CLOCK, FINALITY],
    useFactory: (store: EventStore, clock: Clock, finality: WatchedFinality): AccountWriter =>
      createAccountWriter(store, clock, {}, finality),
  },
  {
    provide: CATALOGUE_WRITER,
    inject: [EVENT_STORE, CLOCK, FINALITY],
    useFactory: (store: EventStore, clock: Clock, finality: WatchedFinality): CatalogueWriter =>
      createWriter({ store, aggregate: catalogueAggregate, codec: catalogueCodec, clock, finality }),
  },
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
    @Inject(FINALITY) private readonly finality: WatchedFinality,
    @Inject(ACCOUNT_WRITER) private readonly accounts: AccountWriter,
    @Inject(CATALOGUE_WRITER) private readonly catalogue: CatalogueWriter,
    @Inject(TEST_CLOCK_WRITER) private readonly clock: TestClockWriter | null,
    @Inject(REDIS) private readonly redis: RedisStore,
    @Inject(METRICS) metrics: Registry,
  ) {
    observed(metrics, 'cached_accounts', 'Accounts that are kept in memory', () => accounts.cached.streams);
    observed(metrics, 'cached_accounts_bytes', 'Estimated memory that they take', () => accounts.cached.bytes);
  }

  static with({ config, logger, metrics }: Given): DynamicModule {
    const given = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: METRICS, useValue: metrics },
    ];
    const all = [...given, ...providers];
    return { module: LedgerModule, providers: all, exports: all };
  }

  /** After the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.accounts.close(), this.catalogue.close(), this.clock?.close()]);
    this.finality.close();
    this.redis.close();
    await this.store.dispose();
  }
}
