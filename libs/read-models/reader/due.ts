/** Rows of an index over all aggregates, lowest score first. */
import { streamName, idOf } from '#event-store/port/streams.js';
import { SHARDS, member, memberOf, shardOf } from '../redis/keys.js';
import type { AnyProjection } from '../projection/projection.js';
import type { RedisStore } from '../redis/redis-store.js';
import type { ServingBuild } from '../builds/serving-build.js';

/** An index of a projection. */
export type DueIndex = { readonly projection: Pick<AnyProjection, 'of' | 'name'>; readonly index: string };

export type Due = { readonly id: string; readonly key: string; readonly score: number };

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
      const [stream, key] = memberOf(pairs[at] ?? '');
      due.push({ id: idOf(projection.of, stream), key, score: Number(pairs[at + 1]) });
    }
  }
  return due.sort((a, b) => a.score - b.score).slice(0, limit);
}

export async function settleDue(
  builds: ServingBuild,
  store: RedisStore,
  { projection, index }: DueIndex,
  { id, key, score }: Due,
): Promise<void> {
  const stream = streamName(projection.of, id);
  await builds.attempt(async (keys) => {
    const indexKey = keys.index(shardOf(stream), projection.name, index);
    await store.run('settle', [indexKey], [member(stream, key), score]);
    return true;
  });
}
