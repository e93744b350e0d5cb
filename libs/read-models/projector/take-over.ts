/**
 * The beginning of a build of which one read model is made anew: that one is folded from the log, the rows and lines of the
 * others are taken over from the build that serves, aggregate by aggregate. Nobody reads it until it has caught up.
 */
import { BuildLost } from '../builds/build-lost.js';
import { SHARDS } from '../redis/keys.js';
import { CHECKPOINT } from '../redis/register.js';
import { ShardWrite } from '../redis/shard-write.js';
import { type TakenFrom, takeAggregate } from './take-aggregate.js';

export type TakeOver = TakenFrom & { readonly signal: AbortSignal };

const STREAMS_AT_ONCE = 100;
const AGGREGATES_AT_ONCE = 16;

/**
 * Goes on where it was interrupted; what another projector has taken over is left alone. Rejects with `BuildLost` where
 * either build is gone before all is.
 */
export async function takeOver(parts: TakeOver): Promise<void> {
  for (const shard of SHARDS) {
    try {
      if (!(await isTaken(parts, shard))) await takeShard(parts, shard);
    } catch (error) {
      // Another projector may have finished, and what served before was removed.
      if (!(error instanceof BuildLost) || !(await isTaken(parts, shard))) throw error;
    }
  }
}

/** The checkpoint comes last. */
async function isTaken({ store, keys }: TakeOver, shard: string): Promise<boolean> {
  const checkpoint = await store.field(keys.register(shard), CHECKPOINT);
  if (checkpoint === null) throw new BuildLost(`The register of shard ${shard} is gone`);
  return checkpoint !== '';
}

async function takeShard(parts: TakeOver, shard: string): Promise<void> {
  const { store, keys, from, signal } = parts;
  const [register, other] = [keys.register(shard), from.register(shard)];
  // Before the aggregates: the events of one that begins meanwhile come after it, and are followed.
  const checkpoint = await store.field(other, CHECKPOINT);
  let cursor = '0';
  do {
    if (signal.aborted) return;
    const args = [cursor, 'COUNT', STREAMS_AT_ONCE];
    const [next, fields] = (await store.call({ command: 'HSCAN', key: other, args })) as [string, string[]];
    const streams = fields.filter((name, nth) => nth % 2 === 0 && name !== CHECKPOINT);
    for (let at = 0; at < streams.length; at += AGGREGATES_AT_ONCE) {
      const some = streams.slice(at, at + AGGREGATES_AT_ONCE);
      const known = (await store.call({ command: 'HMGET', key: register, args: some })) as readonly (string | null)[];
      const missing = some.filter((_, nth) => known[nth] === null);
      await Promise.all(missing.map((stream) => takeAggregate(parts, { keys, shard, stream })));
    }
    cursor = next;
  } while (cursor !== '0');
  if (checkpoint === null || (await store.field(other, CHECKPOINT)) === null) {
    throw new BuildLost('The build that it takes rows over from is gone');
  }
  await store.apply([new ShardWrite(register, { known: '', after: checkpoint })]);
}
