/** Signs the log (rule 9.10): every event of the ledger becomes a leaf of one tree, whose root is signed now and then. */
import type { KeyObject } from 'node:crypto';
import type { Clock } from '#event-store/clock.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { runFollower } from '#followers/follower.js';
import { logSource } from '#followers/log-source.js';
import { runLoop } from '#followers/run-loop.js';
import { CheckpointLog, LogAltered } from '#proof/checkpoint-log.js';
import { Keeper, type Leaf } from '#proof/keeper.js';
import { LEDGER_STREAMS, leafOf } from '#proof/leaves.js';

type Notes = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

export type CheckpointsOptions = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly keys: readonly KeyObject[];
  readonly longestMs: number;
  readonly logger: Notes;
  readonly signal: AbortSignal;
};

/** Leaves that one checkpoint signs at most before the next. */
const MOST_LEAVES = 10_000;
const LOOK_EVERY_MS = 250;

/** Until the signal aborts, or the log turns out to be another one than was signed: then nothing more is signed. */
export async function keepCheckpoints(options: CheckpointsOptions): Promise<void> {
  const { store, clock, keys, longestMs, logger, signal } = options;
  if (keys.length === 0) return;
  const keeper = new Keeper({ log: new CheckpointLog(store), keys, clock, mostLeaves: MOST_LEAVES, longestMs });
  const stop = new AbortController();
  const bounds = {
    signal: AbortSignal.any([signal, stop.signal]),
    isFatal: (error: unknown) => error instanceof LogAltered,
    onFailure: (error: unknown, nth: number) => {
      if (nth === 1) logger.warn({ err: error }, 'Making checkpoints failed; retrying');
    },
    onRecovery: () => logger.info({}, 'Checkpoints are made again'),
  };
  const source = logSource<Leaf>(store, {
    streamPrefixes: LEDGER_STREAMS,
    read: (stored) => ({ position: stored.position, hash: leafOf(stored) }),
  });
  const loops = [
    runFollower({ source, effects: keeper, sizeOf: () => 1, ...bounds }),
    runLoop(() => keeper.checkpoint(), { everyMs: LOOK_EVERY_MS, ...bounds }),
  ];
  try {
    await Promise.all(loops);
  } catch (error) {
    logger.error({ err: error }, 'The log is not the one that was signed; no more checkpoints are made');
    stop.abort();
    await Promise.allSettled(loops);
  }
}
