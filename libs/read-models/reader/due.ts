/** Rows of an index over all accounts, lowest score first. */
import { SHARDS, member, memberOf, shardOf } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import type { ServingBuild } from '../builds/serving-build.js';

/** An index of a projection. */
export type DueIndex = { readonly projection: { readonly name: string }; readonly index: string };

export type Due = { readonly accountId: string; readonly key: string; readonly score: number };

export async function dueBy(
  builds: ServingBuild,
  { projection, index }: DueIndex,
  until: number,
  limit: number,
): Promise<readonly Due[] | 'rebuilding'> {
  const shards = await Promise.all(
    SHARDS.map((shard) =>
      builds.read(shard, (keys) => [
        {
          command: 'ZRANGEBYSCORE',
          key: keys.index(shard, projection.name, index),
          args: ['-inf', until === Infinity ? '+inf' : until, 'WITHSCORES', 'LIMIT', 0, limit],
        },
      ]),
    ),
  );
  const due: Due[] = [];
  for (const answers of shards) {
    if (answers === 'rebuilding') return answers;
    const pairs = answers[0] as readonly string[];
    for (let at = 0; at < pairs.length; at += 2) {
      const [accountId, key] = memberOf(pairs[at] ?? '');
      due.push({ accountId, key, score: Number(pairs[at + 1]) });
    }
  }
  return due.sort((a, b) => a.score - b.score).slice(0, limit);
}

export async function settleDue(
  builds: ServingBuild,
  store: RedisStore,
  { projection, index }: DueIndex,
  { accountId, key, score }: Due,
): Promise<void> {
  await builds.attempt(async (keys) => {
    const indexKey = keys.index(shardOf(accountId), projection.name, index);
    await store.run('settle', [indexKey], [member(accountId, key), score]);
    return true;
  });
}
