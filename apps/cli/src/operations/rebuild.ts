/** `rebuild`: read models anew from the log, beside those that serve, which go on until the new ones have caught up. */
import { setTimeout as delay } from 'node:timers/promises';
import { Argument, Command, Option } from 'commander';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import type { Position } from '#event-store/port/event-store.js';
import { projections } from '#projections/index.js';
import { type Builds, createBuilds, isOf } from '#read-models/builds/builds.js';
import { buildsUnderWay, percentOf } from '#read-models/builds/under-way.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
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
    'Has the projector build read models anew from the log, beside those that serve, and waits until the new ones do. Of a single one, the rows of the others are taken over as they are; all are switched at one moment, so that every answer is of one.',
  )
  .addArgument(
    new Argument('[read-model]', 'the only one to be made anew; all, where none is named').choices(
      projections.map(({ name }) => name),
    ),
  )
  .addOption(redisOption().makeOptionMandatory())
  .addOption(eventStoreOption().makeOptionMandatory())
  .addOption(eventStoreClientOption())
  .addOption(new Option('--patience <seconds>', 'how long nothing may move').argParser(countFrom(1)).default(30))
  .addOption(jsonOption())
  .addHelpText(
    ...example('rebuild balance --redis redis://127.0.0.1:6379 --event-store esdb://127.0.0.1:2113?tls=false'),
  )
  .action(async (readModel: string | undefined, given: Given) => {
    const redis = connectRedis(given.redis, { patience: 'fails' });
    const log = connectEventStore(given.eventStore, { client: given.eventStoreClient });
    try {
      const end = await endOfAccounts(log);
      const builds = createBuilds(redis, projections, DEPLOYMENT);
      const build = await begun(builds, readModel ?? null);
      await untilItServes({ redis, builds, build, end, patienceSeconds: given.patience });
      show(given.json, { build, readModel: readModel ?? null }, () => `The read models of build ${build} serve.`);
    } finally {
      redis.close();
      await log.dispose();
    }
  });

/** The build in which what was asked for is made anew: a new one, or one that is under way and does so. */
async function begun(builds: Builds, readModel: string | null): Promise<string> {
  const { serving } = await builds.look();
  if (readModel !== null && (serving === null || !isOf(builds.versions, serving))) {
    throw new Error('No read models of this version serve, so none can be taken over: rebuild all, without a name.');
  }
  const build = await builds.begin(
    '',
    readModel === null || serving === null ? undefined : { readModel, from: serving },
  );
  const ofOne = (await builds.look()).ofOne[build];
  if (ofOne && ofOne.readModel !== readModel) {
    throw new Error(`Of ${ofOne.readModel} alone, build ${build} is under way: ask again when it serves.`);
  }
  return build;
}

type Awaited = {
  readonly redis: RedisStore;
  readonly builds: Builds;
  readonly build: string;
  /** Of the log, when it was begun. */
  readonly end: Position | null;
  readonly patienceSeconds: number;
};

async function untilItServes({ redis, builds, build, end, patienceSeconds }: Awaited): Promise<void> {
  const progress = startProgress('rebuilding, percent', 100);
  let [shown, movedAt] = [0, performance.now()];
  try {
    while ((await builds.look()).serving !== build) {
      if (performance.now() - movedAt > patienceSeconds * 1_000) {
        throw new Error(`Build ${build} does not get on: is a projector of this version running?`);
      }
      const underWay = (await buildsUnderWay(redis, DEPLOYMENT)).find((each) => each.build === build);
      const percent = Math.min(99, (underWay && percentOf(underWay, end)) ?? 0);
      if (percent > shown) {
        progress.advance(percent - shown);
        [shown, movedAt] = [percent, performance.now()];
      }
      await delay(LOOK_EVERY_MS);
    }
    progress.advance(100 - shown);
  } finally {
    progress.end();
  }
}
