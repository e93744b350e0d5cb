/** What operators have the command line do: `doctor` finds what is wrong, `rebuild` makes read models anew. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeKeyPair } from '#proof/keys.js';
import { type RedisStore, connectRedis } from '#read-models/redis/redis-store.js';
import { fund, openAccount } from './account.js';
import { runCli } from './cli.js';
import { accepted, read } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Items = readonly Readonly<Record<string, unknown>>[];

describe('the command line of operators', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'drawdown-operators-'));
  const keyFile = path.join(dir, 'key.pem');
  writeKeyPair(keyFile);
  let stack: Awaited<ReturnType<typeof startStack>>;
  let url: string;
  let redis: RedisStore;

  const log = (...args: readonly string[]) =>
    runCli(args, { EVENTSTORE_URL: stack.eventStoreUrl, REDIS_URL: stack.redisUrl });
  const charge = (key: string) =>
    accepted(url, '/v1/accounts/acme/charges', { amount: '0.01', product: 'inference' }, key);

  /** What every build must show: all of it, for the projector may be behind. */
  async function balance() {
    const { items } = (await read(url, '/v1/accounts/acme/events?limit=500')) as { items: Items };
    const { revision, total } = await read(url, `/v1/accounts/acme/balance?minRevision=${items.length}`);
    return { revision, total };
  }

  beforeAll(async () => {
    stack = await startStack({ env: { CHECKPOINT_KEY_FILE: keyFile, CHECKPOINT_SECONDS: '1' } });
    url = stack.urls[0] ?? '';
    redis = connectRedis(stack.redisUrl, { patience: 'fails' });
    await openAccount(url, 'acme');
    await fund(url, 'acme', '20');
    await charge('first');
    const isSigned = () => read(url, '/v1/audit/checkpoints/newest/inclusion?accountId=acme&revision=1');
    await stack.explained(eventually('it is signed', isSigned));
  }, 120_000);

  afterAll(async () => {
    redis?.close();
    await stack?.stop();
    rmSync(dir, { recursive: true });
  });

  it('looks at everything that it stands on, and says what is wrong and what to do', async () => {
    const well = await log('doctor', '--json');
    const { items } = JSON.parse(well.output) as { items: readonly { of: string; isRight: boolean }[] };
    expect(items.filter(({ isRight }) => !isRight)).toEqual([]);
    expect(well.code).toBe(0);
    const names = [
      'configuration',
      'event store',
      'Redis',
      'Redis memory',
      'read models',
      'due list',
      'checkpoints',
      'accounts',
    ];
    expect(items.map(({ of }) => of)).toEqual(names);
    const away = await log('doctor', '--event-store', 'esdb://127.0.0.1:9?tls=false');
    expect(away).toMatchObject({
      code: 2,
      output: expect.stringMatching(/WRONG {2}event store: .*\n +Start it, or correct/),
    });
    const unset = await log('doctor', '--redis', 'nonsense');
    expect(unset).toMatchObject({ code: 2, output: expect.stringContaining('WRONG  configuration: REDIS_URL') });
  }, 120_000);

  it('says of keys that can not be used, of a Redis that drops or is full, and of a projector that stands, what to do', async () => {
    const set = (name: string, value: string) => redis.call({ command: 'CONFIG', key: 'SET', args: [name, value] });
    const doctor = async (env: Readonly<Record<string, string>> = {}) => {
      const own = { EVENTSTORE_URL: stack.eventStoreUrl, REDIS_URL: stack.redisUrl, ...env };
      return runCli(['doctor', '--accounts', '1'], own);
    };
    const says = (output: RegExp) => ({ code: 2, output: expect.stringMatching(output) });
    const noKeys = path.join(dir, 'no-keys.json');
    writeFileSync(noKeys, '{"keys": []}');
    const [badKeys, badSigningKey, away] = await Promise.all([
      doctor({ API_KEYS_FILE: noKeys }),
      doctor({ CHECKPOINT_KEY_FILE: noKeys }),
      doctor({ REDIS_URL: 'redis://127.0.0.1:9' }),
    ]);
    expect(badKeys).toMatchObject(says(/WRONG {2}configuration: API_KEYS_FILE=.* at least one key\n +.*`keys new`/));
    expect(badSigningKey).toMatchObject(says(/WRONG {2}configuration: CHECKPOINT_KEY_FILE: .* expected Ed25519 keys/));
    expect(away).toMatchObject(says(/WRONG {2}Redis: It can not be reached\.\n +Start it, or correct REDIS_URL/));
    await set('maxmemory-policy', 'allkeys-lru');
    expect(await doctor()).toMatchObject(
      says(/WRONG {2}Redis: .*allkeys-lru.*\n +CONFIG SET maxmemory-policy noeviction/),
    );
    await set('maxmemory-policy', 'noeviction');
    await set('maxmemory', '1mb');
    expect(await doctor()).toMatchObject(says(/WRONG {2}Redis memory: \d+ MiB used of 1 MiB.*\n +Raise maxmemory/));
    await set('maxmemory', '0');
    for (const projector of stack.projectors) await projector.kill();
    await charge('behind');
    expect(await doctor()).toMatchObject(
      says(/WRONG {2}read models: are more than 5 s behind.*\n +See that a projector runs/),
    );
    for (const projector of stack.projectors) projector.start();
  }, 120_000);

  it('has all read models built anew, and waits until they serve', async () => {
    const before = await balance();
    const first = await log('rebuild', '--json');
    expect(first).toMatchObject({ code: 0, errors: expect.stringContaining('rebuilding, percent 100/100') });
    const second = await log('rebuild', '--json');
    expect(JSON.parse(second.output).build).not.toBe(JSON.parse(first.output).build);
    expect(await balance()).toEqual(before);
    for (const projector of stack.projectors) await projector.kill();
    const alone = await log('rebuild', '--patience', '1');
    for (const projector of stack.projectors) projector.start();
    expect(alone).toMatchObject({
      code: 1,
      errors: expect.stringContaining('is a projector of this version running?'),
    });
  }, 120_000);

  it('has one read model built anew, through a kill of every projector, and shows how far it is', async () => {
    const before = await balance();
    const builds = async () => (await read(url, '/v1/system'))['builds'] as Items;
    await eventually('no other is under way', async () => (await builds()).length === 0);
    for (const projector of stack.projectors) await projector.kill();
    const rebuilding = log('rebuild', 'usage', '--json');
    const underWay = await eventually('it is under way', async () => (await builds())[0]);
    expect(underWay).toMatchObject({ readModel: 'usage', percent: 0 });
    const another = await log('rebuild', 'balance');
    expect(another).toMatchObject({ code: 1, errors: expect.stringContaining('Of usage alone') });
    for (const projector of stack.projectors) projector.start();
    for (const projector of stack.projectors) await projector.kill();
    for (const projector of stack.projectors) projector.start();
    const { code, output } = await rebuilding;
    expect([code, JSON.parse(output)]).toEqual([0, { build: expect.any(String), readModel: 'usage' }]);
    expect(await balance()).toEqual(before);
    const unknown = await log('rebuild', 'balances');
    expect(unknown).toMatchObject({ code: 1, errors: expect.stringContaining('Allowed choices are balance, buckets') });
  }, 120_000);
});
