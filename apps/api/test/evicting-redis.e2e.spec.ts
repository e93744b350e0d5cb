/** A Redis that may evict keys is refused at start, and told of by health when it becomes one later. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually, startStack } from '../../../e2e/stack.mjs';

let stack: Awaited<ReturnType<typeof startStack>>;
let redis: Redis;

beforeAll(async () => {
  stack = await startStack();
  redis = new Redis(stack.redisUrl);
}, 120_000);
afterAll(async () => {
  redis?.disconnect();
  await stack?.stop();
});

type Health = { readonly checks: Record<string, string>; readonly problems?: Record<string, string> };

async function health(): Promise<[status: number, body: Health]> {
  const response = await fetch(`${stack.urls[0]}/health/ready`);
  return [response.status, (await response.json()) as Health];
}

it('is told of by health as long as it may', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const [status, { checks, problems }] = await health();
  expect([status, checks]).toEqual([503, { eventStore: 'ok', redis: 'wrong' }]);
  expect(problems?.['redis']).toContain('maxmemory-policy allkeys-lru');
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  expect(await health()).toEqual([200, { status: 'ok', checks: { eventStore: 'ok', redis: 'ok' } }]);
});

it('is refused by every process at its start, with a sentence', async () => {
  await redis.config('SET', 'maxmemory-policy', 'volatile-lru');
  for (const role of [...stack.apis, ...stack.projectors, ...stack.managers]) {
    await role.restart();
    await eventually(`${role.name} has ended`, () => !role.isRunning);
    expect(role.output).toContain('The Redis that REDIS_URL names has maxmemory-policy volatile-lru');
    expect(role.output).toContain('--- ended with code 1');
  }
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
}, 120_000);
