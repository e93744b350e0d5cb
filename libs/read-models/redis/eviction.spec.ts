import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { evictionProblem } from './eviction.js';
import { type RedisStore, connectRedis } from './redis-store.js';
import { type RedisServer, startRedis } from '../testing/redis-server.js';

let server: RedisServer;
let redis: Redis;
let store: RedisStore;

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
  store = connectRedis(server.url, { patience: 'fails' });
});
afterAll(async () => {
  store.close();
  redis.disconnect();
  await server.stop();
});

const set = (policy: string, maxmemory: string) =>
  redis.config('SET', 'maxmemory-policy', policy, 'maxmemory', maxmemory);

it.each(['allkeys-lru', 'volatile-ttl'])('%s is refused, whether or not memory is limited', async (policy) => {
  for (const limit of ['0', '100mb']) {
    await set(policy, limit);
    expect(await evictionProblem(store)).toContain(`maxmemory-policy ${policy}`);
  }
});

it('noeviction keeps all', async () => {
  await set('noeviction', '100mb');
  expect(await evictionProblem(store)).toBeNull();
});
