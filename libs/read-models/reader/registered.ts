/**
 * Rows of an index as the registers have it. They are written with the rows and by nobody else, where the index itself may
 * be ahead (who recorded what was due takes it out before that is projected) or lost (it is put back within seconds).
 */
import { type Position, comparePositions } from '#event-store/port/event-store.js';
import { idOf } from '#event-store/port/streams.js';
import type { ServingBuild } from '../builds/serving-build.js';
import { type BuildKeys, SHARDS, positionIn } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT, placeIn, placesIn } from '../redis/register.js';
import type { Due, DueIndex } from './due.js';

const STREAMS_AT_ONCE = 1_000;

/** All of one build that reflects the log up to `position`; `behind` where the one that serves does not yet. */
export async function registeredBy(
  builds: ServingBuild,
  store: RedisStore,
  index: DueIndex,
  until: number,
  position: Position,
): Promise<readonly Due[] | 'rebuilding' | 'behind'> {
  return builds.attempt(async (keys) => {
    const text = await store.get(keys.reach);
    if (text === null) return null;
    const reached = positionIn(text);
    if (!reached || comparePositions(reached, position) < 0) return 'behind';
    const shards = await Promise.all(SHARDS.map((shard) => registeredIn(store, keys, shard, index, until)));
    return shards.every((rows) => rows !== null) ? shards.flat() : null;
  });
}

/** Null where the shard's register is gone: the whole build is, and what was read of it counts for nothing. */
async function registeredIn(
  store: RedisStore,
  keys: BuildKeys,
  shard: string,
  index: DueIndex,
  until: number,
): Promise<readonly Due[] | null> {
  const register = keys.register(shard);
  const rows: Due[] = [];
  let cursor = '0';
  do {
    const args = [cursor, 'COUNT', STREAMS_AT_ONCE];
    const answers = await store.read(register, [{ command: 'HSCAN', key: register, args }]);
    if (answers === null) return null;
    const [next, fields] = answers[0] as [string, readonly string[]];
    for (let at = 0; at < fields.length; at += 2) {
      const [stream = '', entry = ''] = fields.slice(at, at + 2);
      if (stream !== CHECKPOINT) rows.push(...placedIn(stream, entry, index, until));
    }
    cursor = next;
  } while (cursor !== '0');
  return rows;
}

function placedIn(stream: string, entry: string, { projection, index }: DueIndex, until: number): readonly Due[] {
  const rows: Due[] = [];
  for (const [place, score] of placesIn(entry).scores) {
    const where = placeIn(place);
    if (where.projection !== projection.name || where.index !== index || score > until) continue;
    rows.push({ id: idOf(projection.of, stream), key: where.key, score });
  }
  return rows;
}
