/** A walk over indexes of all aggregates, highest score first; of one score, the greater member first, as Redis has it. */
import { idOf, streamName } from '#event-store/port/streams.js';
import type { ServingBuild } from '../builds/serving-build.js';
import { SHARDS, member, memberOf } from '../redis/keys.js';
import type { Due, DueIndex } from './due.js';

/** A row in its place. */
type Found = Due & { readonly member: string };

/** Rows of any of the indexes (of one category) after a place in their common order, `limit` of them at most. */
export async function newestIn(
  builds: ServingBuild,
  indexes: readonly DueIndex[],
  after: Due | null,
  limit: number,
): Promise<readonly Due[] | 'rebuilding'> {
  const lists = await Promise.all(
    SHARDS.flatMap((shard) => indexes.map((index) => newestOfShard(builds, shard, index, after, limit))),
  );
  const found: Found[] = [];
  for (const list of lists) {
    if (list === 'rebuilding') return list;
    found.push(...list);
  }
  const rows = found.sort((a, b) => b.score - a.score || (a.member < b.member ? 1 : -1)).slice(0, limit);
  return rows.map(({ id, key, score }) => ({ id, key, score }));
}

/** Many rows may have the score of the place, as when a clock stands still: they are read until those after it come. */
async function newestOfShard(
  builds: ServingBuild,
  shard: string,
  { projection, index }: DueIndex,
  after: Due | null,
  limit: number,
): Promise<readonly Found[] | 'rebuilding'> {
  const last = after && member(streamName(projection.of, after.id), after.key);
  const most = after === null ? '+inf' : after.score;
  const found: Found[] = [];
  for (let offset = 0; ; offset += limit) {
    const args = [most, '-inf', 'WITHSCORES', 'LIMIT', offset, limit];
    const answers = await builds.read(shard, (keys) => [
      { command: 'ZREVRANGEBYSCORE', key: keys.index(shard, projection.name, index), args },
    ]);
    if (answers === 'rebuilding') return answers;
    const pairs = answers[0] as readonly string[];
    for (let at = 0; at < pairs.length; at += 2) {
      const text = pairs[at] ?? '';
      const score = Number(pairs[at + 1]);
      if (last !== null && score === after?.score && text >= last) continue;
      const [stream, key] = memberOf(text);
      found.push({ id: idOf(projection.of, stream), key, score, member: text });
    }
    if (found.length >= limit || pairs.length < 2 * limit) return found;
  }
}
