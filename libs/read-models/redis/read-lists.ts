/** Whole lists of an aggregate's lines, each held against the number of lines that was counted when it was written. */
import type { ServingBuild } from '../builds/serving-build.js';
import { placeOf, shardOf } from './keys.js';
import { LINE_COUNTS, countIn, countKeyOf } from './line-counts.js';
import { linesIn } from './packed-lists.js';
import { LOOKUP_OPERATIONS, type Wanted, found, lookup } from './row-hash.js';

/** What is in the lists; null where a list does not have as many lines as were written there. */
export async function readLists(
  builds: ServingBuild,
  stream: string,
  projection: string,
  lists: readonly number[],
): Promise<readonly (readonly string[] | null)[] | 'rebuilding'> {
  const shard = shardOf(stream);
  const counts: Wanted = new Map([[LINE_COUNTS, new Set(lists.map((list) => countKeyOf(projection, list)))]]);
  const answers = await builds.readBytes(shard, (keys) => [
    ...lookup(placeOf(keys, stream), counts),
    ...lists.map((list) => ({
      command: 'LRANGE',
      key: keys.lines(shard, projection, stream, list),
      args: [0, -1],
    })),
  ]);
  if (answers === 'rebuilding') return answers;
  const seen = found(counts, answers.slice(0, LOOKUP_OPERATIONS).map(asText));
  if (typeof seen === 'string') return lists.map(() => null);
  const rows = seen.rows.get(LINE_COUNTS.name);
  return lists.map((list, nth) =>
    linesIn(
      answers[LOOKUP_OPERATIONS + nth] as readonly Buffer[],
      countIn(rows?.get(countKeyOf(projection, list)), list),
    ),
  );
}

function asText(answer: unknown): unknown {
  if (Buffer.isBuffer(answer)) return answer.toString();
  return Array.isArray(answer) ? answer.map(asText) : answer;
}
