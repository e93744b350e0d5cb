/** Builds that grow beside the one that serves, and how far each has come. */
import type { Position } from '#event-store/port/event-store.js';
import { keysOf, positionIn } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { BUILDING } from './builds.js';

export type BuildUnderWay = { readonly build: string; readonly position: Position | null };

/** Of whatever versions, so also one that a newer release makes. */
export async function buildsUnderWay(store: RedisStore, deployment: string): Promise<readonly BuildUnderWay[]> {
  const keys = keysOf(deployment);
  const fields = Object.entries(await store.fields(keys.builds));
  const builds = fields.filter(([name]) => name.startsWith(BUILDING)).map(([, build]) => build);
  return Promise.all(
    builds.map(async (build) => ({ build, position: positionIn((await store.get(keys.build(build).reach)) ?? '') })),
  );
}
