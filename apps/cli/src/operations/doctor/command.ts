/** `doctor`: looks at everything that the product stands on, and says what is wrong and what to do. */
import { Command, Option } from 'commander';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { createTestClockWriter, testClock } from '#event-store/clock.js';
import { readOnly } from '#from-log/read-only.js';
import { readKeyFile } from '#platform/api-key-file.js';
import { type Config, ConfigError, readConfig } from '#platform/config.js';
import { projections } from '#projections/index.js';
import { KeyFileError, readSigningKeys } from '#proof/keys.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { createReader } from '#read-models/reader/reader.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import { NOT_RIGHT, endWith } from '../../exit-codes.js';
import { countFrom, eventStoreOption, example, jsonOption, redisOption } from '../../options.js';
import { readFrom } from '../../source/source.js';
import { paintFor } from '../../terminal/colours.js';
import { show } from '../../terminal/show.js';
import { lookAtAccounts } from './accounts.js';
import { type Finding, right, wrong } from './finding.js';
import { lookAtCheckpoints, lookAtDueList, lookAtReadModels } from './followers.js';
import { lookAtEventStore, lookAtRedis } from './stores.js';

type Given = {
  readonly eventStore?: string;
  readonly redis?: string;
  readonly accounts: number;
  readonly json: boolean;
};

export const doctorCommand = new Command('doctor')
  .description(
    `Looks at the configuration in the environment, the event store, Redis, the read models, the due list, checkpoints and the accounts that were written to last: says what is wrong and what to do. Exit code ${NOT_RIGHT} where something is.`,
  )
  .addOption(eventStoreOption())
  .addOption(redisOption())
  .addOption(new Option('--accounts <number>', 'how many are looked at').argParser(countFrom(0)).default(20))
  .addOption(jsonOption())
  .addHelpText(...example('doctor --event-store esdb://127.0.0.1:2113?tls=false --redis redis://127.0.0.1:6379'))
  .action(async (given: Given) => {
    const findings = await lookAtAll(given);
    show(given.json, { items: findings }, () => findings.map(lineOf).join('\n'));
    endWith(findings.every(({ isRight }) => isRight));
  });

async function lookAtAll({ eventStore, redis, accounts }: Given): Promise<readonly Finding[]> {
  const env = { ...process.env, ...(eventStore && { EVENTSTORE_URL: eventStore }), ...(redis && { REDIS_URL: redis }) };
  try {
    const config = readConfig(env);
    // What the API and the process manager would refuse when they start.
    if (config.apiKeysFile !== undefined) readKeyFile(config.apiKeysFile);
    if (config.checkpointKeyFile !== undefined) readSigningKeys(config.checkpointKeyFile);
    return [right('configuration', 'can be used'), ...(await lookWith(config, accounts))];
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof KeyFileError)) throw error;
    return [
      wrong(
        'configuration',
        error instanceof KeyFileError ? `CHECKPOINT_KEY_FILE: ${error.message}` : error.message,
        'Correct it in the environment of the process, or the file that it names: README.md lists the variables, `keys new` and `keys checkpoint` make keys.',
      ),
    ];
  }
}

async function lookWith(config: Config, accounts: number): Promise<readonly Finding[]> {
  const store = readOnly(connectEventStore(config.eventStoreUrl, { client: config.eventStoreClient }));
  const redis = connectRedis(config.redisUrl, { patience: 'fails' });
  try {
    const [ofStore, ofRedis] = await Promise.all([lookAtEventStore(store), lookAtRedis(redis)]);
    if (!ofStore.isRight) return [ofStore, ...ofRedis];
    const clock = testClock(createTestClockWriter(store));
    const reader = createReader(redis, projections, DEPLOYMENT, identityOf(store));
    const hasRedis = ofRedis.length > 1;
    const now = await clock();
    return [
      ofStore,
      ...ofRedis,
      ...(hasRedis ? [await lookAtReadModels(store, reader), await lookAtDueList(reader, now)] : []),
      await lookAtCheckpoints(store, now, config.checkpointSeconds),
      await readFrom(store, clock, (source) => lookAtAccounts(source, hasRedis ? reader : null, accounts)),
    ];
  } finally {
    redis.close();
    await store.dispose();
  }
}

function lineOf({ of, isRight, says, remedy }: Finding): string {
  const paint = paintFor(process.stdout);
  const mark = isRight ? paint('green', 'ok   ') : paint('red', 'WRONG');
  return `${mark}  ${of}: ${says}${remedy === undefined ? '' : `\n       ${remedy}`}`;
}
