/** The projector: keeps the read models in Redis up with the log. It waits for either of them as long as it takes. */
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { configOrExit } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { outageNotes } from '#platform/outage-notes.js';
import { endOnDefect, endOnSignal } from '#platform/shutdown.js';
import { untilAnswered } from '#platform/waiting.js';
import { projections } from '#projections/index.js';
import { keepsAllOrExit } from '#read-models/redis/eviction.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { logHistory, logSource } from '#read-models/projector/log-source.js';
import { runProjector } from '#read-models/projector/projector.js';
import { connectRedis } from '#read-models/redis/redis-store.js';

/** Redis may be away: then commands wait for it, and ending does not wait for them. */
const END_WITHIN_MS = 3_000;

const config = configOrExit();
const logger = createLogger('projector', config.logLevel);
endOnDefect(logger);

const notes = outageNotes(logger);
const log = connectEventStore(config.eventStoreUrl, { client: config.eventStoreClient });
const redis = connectRedis(config.redisUrl, { patience: 'waits', onError: notes('Redis') });
const identity = identityOf(log);
const ending = new AbortController();

async function run(): Promise<void> {
  const needed = [
    { name: 'the event store', url: config.eventStoreUrl, check: () => identity.first() },
    { name: 'Redis', url: config.redisUrl, check: () => redis.get('') },
  ];
  await untilAnswered(needed, logger, ending.signal);
  if (!ending.signal.aborted) await keepsAllOrExit(redis);
  if (!ending.signal.aborted) logger.info('ready');
  await runProjector({
    registry: projections,
    store: redis,
    source: logSource(log, notes('the event store')),
    history: logHistory(log),
    identity,
    deployment: DEPLOYMENT,
    signal: ending.signal,
    log: logger,
  });
}

const running = run();
endOnSignal(logger, async () => {
  ending.abort();
  const late = setTimeout(() => redis.close(), END_WITHIN_MS);
  await running;
  clearTimeout(late);
  redis.close();
  await log.dispose();
});
