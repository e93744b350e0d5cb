/** Builds that grow beside the one that serves, and how far each has come. */
import type { Position } from '#event-store/port/event-store.js';
import { type BuildKeys, SHARDS, keysOf, positionIn } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { BUILDING, OF_ONE, ofOneIn } from './builds.js';

export type BuildUnderWay = {
  readonly build: string;
  readonly position: Position | null;
  /** The one that is made anew while the rows of the others are taken over; null: all are. */
  readonly readModel: string | null;
  /** Of the aggregates that there are, the share that is in it; null where all are made anew. */
  readonly share: number | null;
};

/** Of whatever versions, so also one that a newer release makes. */
export async function buildsUnderWay(store: RedisStore, deployment: string): Promise<readonly BuildUnderWay[]> {
  const keys = keysOf(deployment);
  const fields = await store.fields(keys.builds);
  const builds = Object.entries(fields).filter(([name]) => name.startsWith(BUILDING));
  return Promise.all(
    builds.map(async ([, build]) => {
      const own = keys.build(build);
      const ofOne = ofOneIn(fields[OF_ONE + build]);
      const position = positionIn((await store.get(own.reach)) ?? '');
      if (!ofOne) return { build, position, readModel: null, share: null };
      const [size, all] = await Promise.all([own, keys.build(ofOne.from)].map((each) => aggregatesIn(store, each)));
      return { build, position, readModel: ofOne.readModel, share: all ? Math.min(1, (size ?? 0) / all) : 0 };
    }),
  );
}

/** How much of it is made, in whole percent: of the log, whose last position is `end`, or of aggregates. Null: unknown. */
export function percentOf({ position, share }: BuildUnderWay, end: Position | null): number | null {
  if (share !== null) return Math.floor(share * 100);
  if (end === null || end.commit === 0n) return null;
  return Math.min(100, Number(((position?.commit ?? 0n) * 100n) / end.commit));
}

/** Each register has a checkpoint too. */
async function aggregatesIn(store: RedisStore, keys: BuildKeys): Promise<number> {
  const sizes = await Promise.all(
    SHARDS.map((shard) => store.call({ command: 'HLEN', key: keys.register(shard), args: [] })),
  );
  return sizes.reduce<number>((sum, size) => sum + Math.max(0, Number(size) - 1), 0);
}
