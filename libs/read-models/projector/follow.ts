/** Keeps one build up with the log. */
import type { Position } from '#event-store/port/event-store.js';
import { Applier } from './apply.js';
import { batches } from './batches.js';
import { BuildLost } from '../builds/build-lost.js';
import { type BuildKeys, SHARDS, positionIn } from '../redis/keys.js';
import type { Registry } from '../projection/projection.js';
import type { RedisStore } from '../redis/redis-store.js';
import { CHECKPOINT } from '../redis/register.js';
import type { AccountHistory, Arrival, Source } from './source.js';
import { type UpkeepLog, keepUp } from './upkeep.js';

const CHECKPOINTS_MOVE_EVERY_MS = 1_000;

export type Followed = {
  readonly registry: Registry;
  readonly store: RedisStore;
  readonly keys: BuildKeys;
  readonly source: Source;
  readonly history: AccountHistory;
  readonly signal: AbortSignal;
  readonly upkeepEveryMs: number;
  readonly log: UpkeepLog;
  /** Each time that all which was in the log has been applied. */
  readonly onCaughtUp: () => Promise<void>;
  /** After each batch: how many events it had, and where it ended. */
  readonly onProgress: (events: number, position: Position) => void;
};

/**
 * Applies the log from where the build's own checkpoints say, until the signal aborts. Rejects with `BuildLost` where a
 * register is gone.
 */
export async function follow(followed: Followed): Promise<void> {
  const { store, keys, source, signal, onCaughtUp, onProgress } = followed;
  const applier = new Applier(followed, await readCheckpoints(store, keys));
  const start = applier.reached;
  let moved = performance.now();
  // Ends the subscription also when applying fails.
  const reading = new AbortController();
  const either = AbortSignal.any([signal, reading.signal]);
  const upkeep = keepUp({ ...followed, signal: either, reached: () => applier.reached });
  // Where it fails the build can't be followed either.
  upkeep.catch(() => reading.abort());
  try {
    for await (const batch of batches(source(positionIn(start), either))) {
      if (signal.aborted) return;
      const events = batch.flatMap((arrival) => (arrival.kind === 'event' ? [arrival.arrived] : []));
      const position = endOf(batch);
      if (position) {
        await applier.apply(events, position);
        onProgress(events.length, position);
        if (performance.now() - moved >= CHECKPOINTS_MOVE_EVERY_MS) {
          await applier.moveCheckpoints(position);
          moved = performance.now();
        }
      }
      if (batch.some((arrival) => arrival.kind === 'caughtUp')) await onCaughtUp();
    }
  } finally {
    reading.abort();
    await upkeep;
  }
}

async function readCheckpoints(store: RedisStore, keys: BuildKeys): Promise<Map<string, string>> {
  const stored = await Promise.all(SHARDS.map((shard) => store.field(keys.register(shard), CHECKPOINT)));
  return new Map(
    SHARDS.map((shard, nth) => {
      const checkpoint = stored[nth];
      if (typeof checkpoint !== 'string') throw new BuildLost(`The register of shard ${shard} is gone`);
      return [shard, checkpoint];
    }),
  );
}

/** The position after which nothing of the batch is left; null where nothing of it has one. */
function endOf(batch: readonly Arrival[]): Position | null {
  for (let nth = batch.length - 1; nth >= 0; nth--) {
    const arrival = batch[nth];
    if (arrival?.kind === 'event') return arrival.arrived.position;
    if (arrival?.kind === 'checkpoint') return arrival.position;
  }
  return null;
}
