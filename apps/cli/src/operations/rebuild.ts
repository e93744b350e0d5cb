/** `rebuild`: the read models anew from the log, beside those that serve, which go on until the new ones have caught up. */
import { setTimeout as delay } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { projections } from '#projections/index.js';
import { createBuilds } from '#read-models/builds/builds.js';
import { DEPLOYMENT, keysOf, positionIn } from '#read-models/redis/keys.js';
import { type RedisStore, connectRedis } from '#read-models/redis/redis-store.js';
import { countFrom, eventStoreClientOption, eventStoreOption, example, jsonOption, redisOption } from '../options.js';
import { startProgress } from '../progress.js';
import { show } from '../terminal/show.js';

type Given = {
  readonly eventStore: string;
  readonly eventStoreClient: StoreClient;
  readonly redis: string;
  readonly patience: number;
  readonly json: boolean;
};

const LOOK_EVERY_MS = 200;

export const rebuildCommand = new Command('rebuild')
  .description(
    'Has the projector build all read models anew, beside those that serve, and waits until the new ones do. They are one build, so that every answer is of one moment: a single one is never rebuilt alone.',
  )
  .addOption(redisOption().makeOptionMandatory())
  .addOption(eventStoreOption().makeOptionMandatory())
  .addOption(eventStoreClientOption())
  .addOption(new Option('--patience <seconds>', 'how long nothing may move').argParser(countFrom(1)).default(30))
  .addOption(jsonOption())
  .addHelpText(...example('rebuild --redis redis://127.0.0.1:6379 --event-store esdb://127.0.0.1:2113?tls=false'))
  .action(async (given: Given) => {
    const redis = connectRedis(given.redis, { patience: 'fails' });
    const log = connectEventStore(given.eventStore, { client: given.eventStoreClient });
    try {
      const end = await endOfAccounts(log);
      const build = await rebuilt(redis, Number(end?.commit ?? 0), given.patience);
      show(given.json, { build }, () => `The read models of build ${build} serve.`);
    } finally {
      redis.close();
      await log.dispose();
    }
  });

/** `end` is where the log ends, as a number that progress is shown against. Resolves to the build that serves. */
async function rebuilt(redis: RedisStore, end: number, patienceSeconds: number): Promise<string> {
  const builds = createBuilds(redis, projections, DEPLOYMENT);
  const build = await builds.begin();
  const reach = keysOf(DEPLOYMENT).build(build).reach;
  const progress = startProgress('rebuilding, percent', 100);
  let [shown, movedAt] = [0, performance.now()];
  try {
    while ((await builds.look()).serving !== build) {
      if (performance.now() - movedAt > patienceSeconds * 1_000) {
        throw new Error(`Build ${build} does not get on: is a projector of this version running?`);
      }
      const percent = Math.min(
        99,
        Math.floor((100 * Number(positionIn((await redis.get(reach)) ?? '')?.commit ?? 0)) / (end + 1)),
      );
      if (percent > shown) {
        progress.advance(percent - shown);
        [shown, movedAt] = [percent, performance.now()];
      }
      await delay(LOOK_EVERY_MS);
    }
    progress.advance(100 - shown);
    return build;
  } finally {
    progress.end();
  }
}
