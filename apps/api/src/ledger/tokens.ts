/** What is injected that is no class. Controllers and handlers name these; `ledger.module.ts` makes them. */

/** `Config` of platform/config.ts. */
export const CONFIG = Symbol('Config');
/** `Settings` of domain/account/events.ts: what accounts are opened with. */
export const DEFAULTS = Symbol('Defaults');
/** `Logger` of platform/logging.ts. */
export const LOGGER = Symbol('Logger');
/** `Registry` of prom-client. */
export const METRICS = Symbol('Metrics');
/** `EventStore` of event-store/port/event-store.ts. */
export const EVENT_STORE = Symbol('EventStore');
/** `Clock` of event-store/clock.ts. */
export const CLOCK = Symbol('Clock');
/** `RedisStore` of read-models/redis/redis-store.ts. */
export const REDIS = Symbol('Redis');
/** `Reader` of read-models/reader/reader.ts. */
export const READER = Symbol('Reader');
