/** Compares every index with what the registers say, and puts back what is missing there. */
import { type BuildKeys, SHARDS, member } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT, placeIn, placesIn } from '../redis/register.js';

export type Compared = {
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly signal: AbortSignal;
  readonly log: { info(details: object, message: string): void };
};

/** Of one shard after the other: whoever waits for Redis or for this process meanwhile waits for so many, not for all. */
const STREAMS_AT_ONCE = 100;

/** A row that stands in an index, as the register says. */
type Placed = { readonly stream: string; readonly entry: string; readonly score: number; readonly member: string };

/** What moves meanwhile is left to those who move it. */
export async function compareIndexes(compared: Compared): Promise<void> {
  let putBack = 0;
  for (const shard of SHARDS) putBack += await compareShard(compared, shard);
  if (putBack > 0) compared.log.info({ putBack }, 'Places in indexes were lost in Redis and are back');
}

async function compareShard({ store, keys, signal }: Compared, shard: string): Promise<number> {
  const register = keys.register(shard);
  let putBack = 0;
  let cursor = '0';
  do {
    const args = [cursor, 'COUNT', STREAMS_AT_ONCE];
    const [next, fields] = (await store.call({ command: 'HSCAN', key: register, args })) as [string, string[]];
    for (const [index, rows] of placedByIndex(fields, (...name) => keys.index(shard, ...name))) {
      putBack += await putBackMissing(store, register, index, rows);
    }
    cursor = next;
  } while (cursor !== '0' && !signal.aborted);
  return putBack;
}

function placedByIndex(
  fields: readonly string[],
  keyOf: (projection: string, index: string) => string,
): ReadonlyMap<string, readonly Placed[]> {
  const rows = new Map<string, Placed[]>();
  for (let at = 0; at < fields.length; at += 2) {
    const [stream = '', entry = ''] = fields.slice(at, at + 2);
    if (stream === CHECKPOINT) continue;
    for (const [place, score] of placesIn(entry).scores) {
      const { projection, index, key } = placeIn(place);
      const indexKey = keyOf(projection, index);
      const placed = { stream, entry, score, member: member(stream, key) };
      const known = rows.get(indexKey);
      if (known) known.push(placed);
      else rows.set(indexKey, [placed]);
    }
  }
  return rows;
}

async function putBackMissing(
  store: RedisStore,
  register: string,
  index: string,
  rows: readonly Placed[],
): Promise<number> {
  const args = rows.map((row) => row.member);
  const scores = (await store.call({ command: 'ZMSCORE', key: index, args })) as readonly (string | null)[];
  const missing = rows.filter(({ score }, nth) => scores[nth] === null || Number(scores[nth]) !== score);
  if (missing.length === 0) return 0;
  const texts = missing.flatMap(({ stream, entry, score, member: row }) => [stream, entry, score, row]);
  await store.run('place', [register, index], texts);
  return missing.length;
}
