/**
 * Mends what Redis has lost of a build, beside the following of the log: aggregates that readers found damaged, and places
 * in indexes. So no deadline depends on the key that lists it. It packs lists of lines, too, that nothing comes to any more.
 */
import { runLoop } from '#followers/run-loop.js';
import { BuildLost, BuildSetBack } from '../builds/build-lost.js';
import { readCheckpoints } from '../builds/checkpoints.js';
import { compareIndexes } from './compare-indexes.js';
import { type BuildKeys, placeOf } from '../redis/keys.js';
import { LISTS_PER_PORTION, ListPacker } from './pack-lists.js';
import { type Reprojection, reproject } from './reproject.js';

export type ProjectorLog = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

export type Upkeep = Reprojection & {
  readonly keys: BuildKeys;
  readonly signal: AbortSignal;
  readonly upkeepEveryMs: number;
  /** Up to where all shards reflect the log: the text of a position. */
  readonly reached: () => string;
  /** By shard, the checkpoint that is known to be stored. */
  readonly checkpoints: () => ReadonlyMap<string, string>;
  readonly log: ProjectorLog;
  /** What upkeep can't mend: it rejects with it. */
  readonly isFatal: (error: unknown) => boolean;
};

const STREAMS_AT_ONCE = 64;
/** Comparing takes a twentieth of the time at most, however many aggregates there are. */
const REST_PER_WORK = 19;
const COMPARED_EVERY_ROUNDS = 3;
/** What looking for lists to pack takes of a round, as far as it is its own work and no waiting for a busy process. */
const MOST_LOOKING_MS = 250;

/** Until the signal aborts. Rejects with `BuildLost` where a register is gone, `BuildSetBack` where one is that of an earlier moment. */
export async function keepUp(upkeep: Upkeep): Promise<void> {
  const { signal, upkeepEveryMs, isFatal, log } = upkeep;
  const packer = new ListPacker(upkeep);
  let packedAgainAt = -Infinity;
  let comparedAgainAt = -Infinity;
  const pack = async () => {
    const begun = performance.now();
    if (begun < packedAgainAt) return;
    const lists = await packer.goOn();
    const tookMs = Math.min(performance.now() - begun, MOST_LOOKING_MS);
    // A portion that was cut short goes on at once. While accounts are charged there is always some list to pack: that alone is no hurry.
    packedAgainAt = performance.now() + (lists >= LISTS_PER_PORTION ? 0 : REST_PER_WORK * tookMs);
  };
  const round = async (): Promise<false> => {
    await requireFoundations(upkeep);
    await mendDamaged(upkeep);
    await pack();
    if (performance.now() < comparedAgainAt) return false;
    const begun = performance.now();
    await compareIndexes(upkeep);
    const tookMs = performance.now() - begun;
    comparedAgainAt = performance.now() + Math.max(COMPARED_EVERY_ROUNDS * upkeepEveryMs, REST_PER_WORK * tookMs);
    return false;
  };
  await runLoop(round, {
    signal,
    everyMs: upkeepEveryMs,
    isFatal,
    onFailure: (error) => log.error({ err: error }, 'Looking for lost rows failed; retrying'),
    onRecovery: () => log.info({}, 'Lost rows are looked for again'),
  });
}

/** A Redis that was set back is noticed here also where nothing is recorded any more. */
async function requireFoundations({ store, keys, reached, checkpoints }: Upkeep): Promise<void> {
  const known = new Map(checkpoints());
  for (const [shard, stored] of await readCheckpoints(store, keys)) {
    if (stored === null) throw new BuildLost(`The register of shard ${shard} is gone`);
    if (stored < (known.get(shard) ?? '')) throw new BuildSetBack(`The checkpoint of shard ${shard} is an earlier one`);
  }
  if ((await store.get(keys.reach)) === null) await store.set(keys.reach, '');
  // What was applied while the reach was away is said now.
  await store.run('extend', [keys.reach], [reached()]);
}

async function mendDamaged(upkeep: Upkeep): Promise<void> {
  const { store, keys, signal, log } = upkeep;
  const sample = { command: 'SRANDMEMBER', key: keys.damaged, args: [STREAMS_AT_ONCE] };
  for (const stream of (await store.call(sample)) as readonly string[]) {
    if (signal.aborted) return;
    try {
      await reproject(upkeep, placeOf(keys, stream));
      await store.call({ command: 'SREM', key: keys.damaged, args: [stream] });
      log.info({ stream }, 'Rows were lost in Redis and are made anew from the log');
    } catch (error) {
      if (error instanceof BuildLost) throw error;
      log.error({ err: error, stream }, 'Rows could not be made anew from the log; trying again');
    }
  }
}
