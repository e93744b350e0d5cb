/** What is known here of what Redis has of a build: the shards' checkpoints, and rows. */
import { BuildLost, BuildSetBack } from '../builds/build-lost.js';
import { readCheckpoints } from '../builds/checkpoints.js';
import type { Registry } from '../projection/projection.js';
import type { AggregateRows } from '../projection/rows.js';
import { type BuildKeys, shardOf } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT } from '../redis/register.js';
import { KnownRowsOf } from './known-rows.js';
import { reproject } from './reproject.js';
import type { Run } from './runs.js';
import type { History } from './source.js';

export type BuildParts = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly history: History;
  /** It answers reads already. */
  readonly isRead: boolean;
};

/** An aggregate whose rows are lost once more after so many is losing them to somebody. */
const MOST_REPROJECTIONS = 5;

export class Stored {
  readonly known: KnownRowsOf;
  readonly keys: BuildKeys;
  readonly store: RedisStore;

  /** `checkpoints`: by shard, the one that is known to be stored. */
  private constructor(
    readonly parts: BuildParts,
    readonly checkpoints: Map<string, string>,
  ) {
    this.known = new KnownRowsOf(parts);
    this.keys = parts.keys;
    this.store = parts.store;
  }

  /** Reads the checkpoints; of rows nothing is known yet. Rejects with `BuildLost`. */
  static async read(parts: BuildParts): Promise<Stored> {
    const { store, keys } = parts;
    const checkpoints = new Map<string, string>();
    for (const [shard, checkpoint] of await readCheckpoints(store, keys)) {
      if (checkpoint === null) throw lossOf(shard);
      checkpoints.set(shard, checkpoint);
    }
    return new Stored(parts, checkpoints);
  }

  checkpointOf(stream: string): string {
    return this.checkpoints.get(shardOf(stream)) ?? '';
  }

  /** The checkpoint that is furthest. */
  get furthest(): string {
    return [...this.checkpoints.values()].reduce((most, each) => (each > most ? each : most));
  }

  /** Up to where all shards reflect the log. */
  get reached(): string {
    return [...this.checkpoints.values()].reduce((least, each) => (each < least ? each : least));
  }

  /** Why nothing was written in a shard. */
  async lossIn(shard: string): Promise<Error> {
    const stored = await this.store.field(this.keys.register(shard), CHECKPOINT);
    return stored === null ? lossOf(shard) : new BuildSetBack(`The checkpoint of shard ${shard} is an earlier one`);
  }

  /** The rows that the runs need, after those of which Redis lost something were made anew from the log. */
  async loadWhole(runs: readonly Run[], isRetry: boolean): Promise<ReadonlyMap<string, AggregateRows>> {
    for (let tries = 0; tries < MOST_REPROJECTIONS; tries++) {
      const { rows, damaged } = await this.known.load(runs, isRetry || tries > 0);
      if (damaged.length === 0) return rows;
      for (const { place, events } of damaged) {
        await reproject(this.parts, place, events.at(-1)?.streamRevision);
      }
    }
    throw new Error('Rows are missing again as soon as they are made anew; does Redis evict keys?');
  }
}

const lossOf = (shard: string): Error => new BuildLost(`The register of shard ${shard} is gone`);
