/** A walk over indexes of all aggregates, highest score first; of one score, the greater member first, as Redis has it. */
import { type StreamCategory, idOf, streamName } from '#event-store/port/streams.js';
import type { ServingBuild } from '../builds/serving-build.js';
import { SHARDS, member, memberOf } from '../redis/keys.js';
import type { Due, DueIndex } from './due.js';

/** A row in its place. */
type Found = Due & { readonly member: string };

/**
 * Rows of any of the indexes (of one projection) after a place in their common order, `limit` of them at most. `also`: rows that
 * have their place in that order whichever index they are in.
 */
export async function newestIn(
  builds: ServingBuild,
  indexes: readonly DueIndex[],
  after: Due | null,
  limit: number,
  also: readonly Due[],
): Promise<readonly Due[] | 'rebuilding'> {
  const of = indexes[0]?.projection.of ?? 'account';
  const last = after && foundAt(of, after);
  const found = new Map<string, Found>();
  for (const row of also.map((each) => foundAt(of, each))) if (isAfter(last, row)) found.set(row.member, row);
  const lists = await Promise.all(SHARDS.map((shard) => newestOfShard(builds, shard, indexes, last, limit)));
  for (const list of lists) {
    if (list === 'rebuilding') return list;
    for (const row of list) found.set(row.member, row);
  }
  const rows = [...found.values()].sort(newestFirst).slice(0, limit);
  return rows.map(({ id, key, score }) => ({ id, key, score }));
}

const foundAt = (of: StreamCategory, due: Due): Found => ({ ...due, member: member(streamName(of, due.id), due.key) });

const newestFirst = (a: Found, b: Found): number =>
  b.score - a.score || (a.member === b.member ? 0 : a.member < b.member ? 1 : -1);
const isAfter = (last: Found | null, row: Found): boolean => last === null || newestFirst(last, row) < 0;

/** Of each index as many as are wanted of all. */
async function newestOfShard(
  builds: ServingBuild,
  shard: string,
  indexes: readonly DueIndex[],
  last: Found | null,
  limit: number,
): Promise<readonly Found[] | 'rebuilding'> {
  const walks = indexes.map(({ projection, index }) => ({ projection, index, rows: [] as Found[], isOver: false }));
  // Many rows may have the score of the place, as when a clock stands still: they are read until those after it come.
  for (let offset = 0, open = walks; open.length > 0; offset += limit, open = open.filter(({ isOver }) => !isOver)) {
    const args = [last === null ? '+inf' : last.score, '-inf', 'WITHSCORES', 'LIMIT', offset, limit];
    const answers = await builds.read(shard, (keys) =>
      open.map(({ projection, index }) => ({
        command: 'ZREVRANGEBYSCORE',
        key: keys.index(shard, projection.name, index),
        args,
      })),
    );
    if (answers === 'rebuilding') return answers;
    for (const [nth, walk] of open.entries()) {
      const rows = foundIn(walk.projection.of, answers[nth] as readonly string[]);
      walk.rows.push(...rows.filter((row) => isAfter(last, row)));
      walk.isOver = rows.length < limit || walk.rows.length >= limit;
    }
  }
  return walks.flatMap(({ rows }) => rows);
}

function foundIn(of: StreamCategory, pairs: readonly string[]): readonly Found[] {
  const rows: Found[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const text = pairs[at] ?? '';
    const [stream, key] = memberOf(text);
    rows.push({ id: idOf(of, stream), key, score: Number(pairs[at + 1]), member: text });
  }
  return rows;
}
