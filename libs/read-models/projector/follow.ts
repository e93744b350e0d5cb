/** Keeps one build up with the log: a follower whose checkpoint is stored in the same write as its rows. */
import type { Position } from '#event-store/port/event-store.js';
import { runFollower } from '#followers/follower.js';
import type { Effects } from '#followers/port.js';
import { Applier } from './apply.js';
import { BuildLost, BuildSetBack } from '../builds/build-lost.js';
import { NotStored } from './catch-up.js';
import type { OfOne } from '../builds/builds.js';
import { type BuildKeys, keysOf } from '../redis/keys.js';
import type { Registry } from '../projection/projection.js';
import type { RedisStore } from '../redis/redis-store.js';
import type { Arrived, History, Source } from './source.js';
import { takeOver } from './take-over.js';
import { type ProjectorLog, keepUp } from './upkeep.js';

const CHECKPOINTS_MOVE_EVERY_MS = 1_000;
/** Where another projector makes the same rows, or some are lost, so many batches are stored one by one before they are not again. */
const CAREFUL_BATCHES = 50;

export type Followed = {
  readonly build: string;
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly deployment: string;
  /** It answers reads already. */
  readonly isRead: boolean;
  /** Where not all of it is made of the log. */
  readonly ofOne: OfOne | null;
  readonly source: Source;
  readonly history: History;
  readonly signal: AbortSignal;
  readonly upkeepEveryMs: number;
  readonly log: ProjectorLog;
  /** Each time that all which was in the log has been applied. */
  readonly onCaughtUp: () => Promise<void>;
  /** After each batch: how many events it had, and where it ended. */
  readonly onProgress: (events: number, position: Position) => void;
};

/**
 * Applies the log from where the build's own checkpoints say, until the signal aborts. Rejects with `BuildLost` where a
 * register is gone, and with `BuildSetBack` where Redis came back with earlier checkpoints: then it is to be followed anew.
 */
export async function follow(followed: Followed): Promise<void> {
  const { source, signal } = followed;
  const effects = new BuildRows(followed);
  // What fails for good ends both: a build is followed and kept up together.
  const either = new AbortController();
  const both = { signal: AbortSignal.any([signal, either.signal]), isFatal: isOver };
  const work = [
    runFollower({ ...both, ...notices(followed), source, effects, sizeOf }),
    keepUp({ ...followed, ...both, reached: () => effects.reached, checkpoints: () => effects.checkpoints }),
  ];
  try {
    await Promise.all(work);
  } finally {
    either.abort();
    await Promise.allSettled(work);
  }
}

const sizeOf = ({ size }: Arrived): number => size;
const isOver = (error: unknown): boolean => error instanceof BuildLost || error instanceof BuildSetBack;

const notices = ({ build, log }: Followed) => ({
  onFailure(error: unknown): void {
    if (error instanceof NotStored) log.info({ build }, `${error.message}; going on from what is stored`);
    else log.error({ err: error, build }, 'Applying events failed; retrying');
  },
  onRecovery: () => log.info({ build }, 'Events are applied again'),
});

const NONE: ReadonlyMap<string, string> = new Map();

/** The rows of a build, as effects of the log: each shard's checkpoint is in one write with its rows. */
class BuildRows implements Effects<Arrived> {
  private applier: Applier | null = null;
  private checkpointsMovedAt = performance.now();
  private isBehind = true;
  /** Batches that are stored one by one although they are behind. */
  private careful = 0;

  constructor(private readonly followed: Followed) {}

  get reached(): string {
    return this.applier?.reached ?? '';
  }

  get checkpoints(): ReadonlyMap<string, string> {
    return this.applier?.checkpoints ?? NONE;
  }

  async open(): Promise<Position | null> {
    const { ofOne, deployment, store, keys } = this.followed;
    this.isBehind = true;
    if (ofOne) {
      await takeOver({ ...this.followed, readModel: ofOne.readModel, from: keysOf(deployment).build(ofOne.from) });
    }
    this.applier = await Applier.open(this.followed);
    if (ofOne) await store.run('extend', [keys.reach], [this.applier.reached]);
    return this.applier.position;
  }

  async apply(events: readonly Arrived[], position: Position): Promise<void> {
    const { opened } = this;
    if (this.isBehind && this.careful === 0) await this.carefulAfter(opened.takeIn(events, position));
    else {
      await opened.apply(events, position);
      this.careful = Math.max(0, this.careful - 1);
    }
    this.followed.onProgress(events.length, position);
    if (performance.now() - this.checkpointsMovedAt < CHECKPOINTS_MOVE_EVERY_MS) return;
    await opened.moveCheckpoints(position);
    this.checkpointsMovedAt = performance.now();
  }

  async caughtUp(): Promise<void> {
    await this.carefulAfter(this.opened.catchUp());
    this.isBehind = false;
    await this.followed.onCaughtUp();
  }

  private get opened(): Applier {
    if (!this.applier) throw new Error('The checkpoints have not been read');
    return this.applier;
  }

  private async carefulAfter(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (error instanceof NotStored) this.careful = CAREFUL_BATCHES;
      throw error;
    }
  }
}
