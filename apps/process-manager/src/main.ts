/** The process manager: records what falls due by itself, whether or not anybody asks for the account. */
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import { createPlanCatalogueWriter } from '#event-store/writer/plan-catalogue-writer.js';
import { createPromoCodeWriter } from '#event-store/writer/promo-code-writer.js';
import { createTestClockWriter, movedRealClock, realClock, testClock } from '#event-store/clock.js';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { runLoop } from '#followers/run-loop.js';
import { configOrExit } from '#platform/config.js';
import { createLogger } from '#platform/logging.js';
import { endOnDefect, endOnSignal } from '#platform/shutdown.js';
import { untilAnswered } from '#platform/waiting.js';
import { projections } from '#projections/index.js';
import { keepsAllOrExit } from '#read-models/redis/eviction.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { createReader } from '#read-models/reader/reader.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import { accountsOnPlan } from './accounts-on-plan.js';
import { keepCheckpoints } from './checkpoints.js';
import { dueListOf } from './due-list.js';
import { createManager } from './manager.js';
import { followPlanTerms } from './plan-terms.js';
import { followRedemptions } from './redemptions.js';
import { signingKeysOrExit } from './signing-keys.js';
import { runWebhooks } from './webhooks/webhooks.js';

const LOOK_EVERY_MS = 200;
/** Accounts have something due rarely: few of their states need to be at hand. */
const CACHED_STREAMS = 2_000;

const config = configOrExit();
const signingKeys = signingKeysOrExit(config.checkpointKeyFile);
const logger = createLogger('process-manager', config.logLevel);
endOnDefect(logger);

const store = connectEventStore(config.eventStoreUrl, { client: config.eventStoreClient });
const redis = connectRedis(config.redisUrl, { patience: 'fails' });
const testClockWriter = config.hasTestClock ? createTestClockWriter(store) : null;
const clock = testClockWriter ? testClock(testClockWriter) : realClock;
const writer = createAccountWriter(store, clock, { cachedStreams: CACHED_STREAMS });
const promoCodes = createPromoCodeWriter(store, clock);
const plans = createPlanCatalogueWriter(store, clock);
const identity = identityOf(store);
const reader = createReader(redis, projections, DEPLOYMENT, identity);
const manager = createManager({
  dueList: dueListOf(reader),
  writer,
  clock,
  onFailure: (accountId, error) =>
    logger.warn({ err: error, accountId }, 'Recording due deadlines of an account failed; retrying'),
});

const stop = new AbortController();

async function run(): Promise<void> {
  const needed = [
    { name: 'the event store', url: config.eventStoreUrl, check: () => identity.first() },
    { name: 'Redis', url: config.redisUrl, check: () => reader.reach() },
  ];
  await untilAnswered(needed, logger, stop.signal);
  if (!stop.signal.aborted) await keepsAllOrExit(redis);
  if (!stop.signal.aborted) logger.info('ready');
  await Promise.all([
    recordDue(),
    followRedemptions({ store, accounts: writer, promoCodes, logger, signal: stop.signal }),
    followPlanTerms({
      store,
      accounts: writer,
      plans,
      members: accountsOnPlan(store, reader),
      logger,
      signal: stop.signal,
    }),
    runWebhooks({
      store,
      clock,
      outsideClock: testClockWriter ? movedRealClock(testClockWriter) : realClock,
      receivers: { allowsLoopback: config.allowsLoopbackWebhooks },
      logger,
      signal: stop.signal,
    }),
    keepCheckpoints({
      store,
      clock,
      keys: signingKeys,
      longestMs: config.checkpointSeconds * 1_000,
      logger,
      signal: stop.signal,
    }),
  ]);
}

const recordDue = () =>
  runLoop(() => manager.round(), {
    signal: stop.signal,
    everyMs: LOOK_EVERY_MS,
    onFailure: (error, nth) => {
      // Once an outage, not at every try.
      if (nth === 1) logger.warn({ err: error }, 'Processing due deadlines failed; retrying');
    },
    onRecovery: () => logger.info('Due deadlines are processed again'),
  });

const running = run();
endOnSignal(logger, async () => {
  stop.abort();
  await running;
  await Promise.all([writer.close(), promoCodes.close(), plans.close()]);
  redis.close();
  await store.dispose();
});
