/** How far each shard of a build is: the checkpoints that its registers hold. */
import { type BuildKeys, SHARDS } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT } from '../redis/register.js';

/** By shard, the text of a checkpoint (keys.ts); null where the register is gone. */
export async function readCheckpoints(
  store: RedisStore,
  keys: BuildKeys,
): Promise<readonly (readonly [shard: string, checkpoint: string | null])[]> {
  const stored = await Promise.all(SHARDS.map((shard) => store.field(keys.register(shard), CHECKPOINT)));
  return SHARDS.map((shard, nth) => [shard, stored[nth] ?? null]);
}
