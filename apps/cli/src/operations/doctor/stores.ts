/** The event store and Redis: whether they answer, and keep what they are given. */
import type { EventStore } from '#event-store/port/event-store.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { evictionProblem } from '#read-models/redis/eviction.js';
import type { RedisStore } from '#read-models/redis/redis-store.js';
import { type Finding, right, wrong } from './finding.js';

const FULL_PERCENT = 90;
const MIB = 2 ** 20;

export async function lookAtEventStore(store: EventStore): Promise<Finding> {
  const began = performance.now();
  const first = await identityOf(store)
    .first()
    .catch((error: Error) => error);
  if (first instanceof Error) {
    return wrong('event store', first.message, 'Start it, or correct EVENTSTORE_URL (--event-store).');
  }
  const tookMs = Math.round(performance.now() - began);
  return right('event store', first === null ? 'answers, and is empty' : `answers, in ${tookMs} ms`);
}

export async function lookAtRedis(redis: RedisStore): Promise<readonly Finding[]> {
  const policy = await evictionProblem(redis).catch((error: Error) => error);
  if (policy instanceof Error) {
    return [
      wrong(
        'Redis',
        policy.name === 'MaxRetriesPerRequestError' ? 'It can not be reached.' : policy.message,
        'Start it, or correct REDIS_URL (--redis); reads are slower without it, and none is wrong.',
      ),
    ];
  }
  const kept =
    policy === null
      ? right('Redis', 'answers, and evicts nothing')
      : wrong('Redis', policy, 'CONFIG SET maxmemory-policy noeviction, and in its configuration file.');
  return [kept, await memoryOf(redis)];
}

async function memoryOf(redis: RedisStore): Promise<Finding> {
  const { usedBytes, mostBytes } = await redis.memory();
  const used = `${Math.ceil(usedBytes / MIB)} MiB used`;
  if (mostBytes === null) return right('Redis memory', `${used}, no limit is set`);
  const says = `${used} of ${Math.floor(mostBytes / MIB)} MiB that it may take`;
  return usedBytes * 100 < mostBytes * FULL_PERCENT
    ? right('Redis memory', says)
    : wrong('Redis memory', says, 'Raise maxmemory: once it is full, read models stand still.');
}
