/** What is injected. Controllers and handlers name these; `ledger.module.ts` makes them. */
import type { Catalogue, CatalogueEvent, PriceModel } from '#domain/catalogue/catalogue.js';
import type { Writer } from '#event-store/writer/execute-command.js';

/** `Config` of platform/config.ts. */
export const CONFIG = Symbol('Config');
/** `Logger` of platform/logging.ts. */
export const LOGGER = Symbol('Logger');
/** `Registry` of prom-client. */
export const METRICS = Symbol('Metrics');
/** `EventStore` of event-store/event-store.ts. */
export const EVENT_STORE = Symbol('EventStore');
/** `WatchedFinality` of event-store/finality.ts. */
export const FINALITY = Symbol('Finality');
/** `Clock` of event-store/clock.ts. */
export const CLOCK = Symbol('Clock');
/** `AccountWriter`. */
export const ACCOUNT_WRITER = Symbol('AccountWriter');
/** `CatalogueWriter`. */
export const CATALOGUE_WRITER = Symbol('CatalogueWriter');
/** `TestClockWriter` of event-store/clock.ts, or null without TEST_CLOCK. */
export const TEST_CLOCK_WRITER = Symbol('TestClockWriter');
/** `RedisStore` of read-models/redis-store.ts. */
export const REDIS = Symbol('Redis');
/** `Reader` of read-models/reader.ts. */
export const READER = Symbol('Reader');

export type { AccountWriter } from '#event-store/writer/account-writer.js';
export type CatalogueWriter = Writer<Catalogue, PriceModel, CatalogueEvent>;
