import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readerOf } from '#event-store/port/stream-reader.js';
import { CheckpointLog, LogAltered, type StoredCheckpoint } from './checkpoint-log.js';
import { TreeReader } from './tree-reader.js';
import { NO_CHECKPOINT, hashOfText, isSignedBy } from './checkpoint.js';
import { leafOf } from './leaves.js';
import {
  type Hash,
  consistencyPath,
  inclusionPath,
  isConsistent,
  joined,
  nodeHash,
  rootByInclusion,
} from './merkle.js';
import { ALog, follow, keeperOf, keyPair } from './testing/a-log.js';
import { TILE } from './tree.js';

const key = keyPair();
const keys = [key.privateKey];
const known = new Map([[key.id, key.publicKey]]);

/** The root of leaves, by the definition. */
function rootOfLeaves(leaves: readonly Hash[]): Hash {
  if (leaves.length < 2) return leaves[0] ?? joined([]);
  const middle = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return nodeHash(rootOfLeaves(leaves.slice(0, middle)), rootOfLeaves(leaves.slice(middle)));
}

async function checkpointsOf(log: ALog): Promise<StoredCheckpoint[]> {
  const stored = new CheckpointLog(log.store);
  const last = (await stored.last())?.checkpoint.number ?? 0;
  return Promise.all(Array.from({ length: last }, async (_, nth) => (await stored.at(nth + 1))!));
}

/** Every checkpoint is of the log's beginning, signed, and follows from the one before. */
async function expectProved(log: ALog): Promise<readonly StoredCheckpoint[]> {
  const leaves = (await log.events()).map(leafOf);
  const all = await checkpointsOf(log);
  let previous = NO_CHECKPOINT;
  for (const [nth, { checkpoint }] of all.entries()) {
    expect(checkpoint.number).toBe(nth + 1);
    expect(checkpoint.rootHash).toBe(rootOfLeaves(leaves.slice(0, checkpoint.size)).toString('hex'));
    expect(checkpoint.previous).toBe(previous);
    expect(isSignedBy(checkpoint, known)).toBe(true);
    previous = hashOfText(checkpoint);
  }
  return all;
}

describe('a keeper of checkpoints', () => {
  it('signs all that is in the log, and each event in it is proved by some hashes', async () => {
    const log = new ALog();
    await log.grow(3 * TILE);
    await follow(keeperOf(log.store, { keys }), log, 150);
    const all = await expectProved(log);
    const events = await log.events();
    const last = all.at(-1)!;
    expect(last.checkpoint.size).toBe(events.length);
    const stored = new CheckpointLog(log.store);
    for (const [at, { checkpoint, rest }] of all.entries()) {
      const tree = new TreeReader(stored, { checkpoint, rest });
      const root = Buffer.from(checkpoint.rootHash, 'hex');
      for (let index = at; index < checkpoint.size; index += 37) {
        const path = await tree.path(inclusionPath(index, checkpoint.size));
        expect(await tree.indexOf(leafOf(events[index]!), events[index]!.position)).toBe(index);
        expect(rootByInclusion(leafOf(events[index]!), index, checkpoint.size, path)).toEqual(root);
      }
      for (const { checkpoint: older } of all.slice(0, at)) {
        const path = await tree.path(consistencyPath(older.size, checkpoint.size));
        const from = { size: older.size, root: Buffer.from(older.rootHash, 'hex') };
        expect(isConsistent(from, { size: checkpoint.size, root }, path)).toBe(true);
      }
    }
  });

  it('loses and repeats nothing, however often it ends in the middle, its answers are lost, or another one keeps too', async () => {
    const round = fc.record({ grows: fc.nat(400), batch: fc.integer({ min: 1, max: 300 }), faults: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 5 }), async (rounds) => {
        const log = new ALog();
        const standing = keeperOf(log.store, { keys });
        for (const { grows, batch, faults } of rounds) {
          await log.grow(grows);
          const kinds = ['lost-before', 'lost-after'] as const;
          log.store.faults.push(...Array.from({ length: faults }, (_, nth) => kinds[(nth + grows) % 2]!));
          await Promise.all([follow(keeperOf(log.store, { keys }), log, batch), follow(standing, log, 301 - batch)]);
          log.store.faults.length = 0;
        }
        const all = await expectProved(log);
        expect(all.at(-1)?.checkpoint.size ?? 0).toBe((await log.events()).length);
      }),
      { numRuns: 30 },
    );
  }, 300_000);

  it('signs when there are many leaves, or after a while, and never the same log twice', async () => {
    const log = new ALog();
    const keeper = keeperOf(log.store, { keys, mostLeaves: 50, longestMs: 3_600_000 });
    await log.grow(20);
    await follow(keeper, log);
    expect(await keeper.checkpoint()).toBe(false);
    await log.grow(60);
    await follow(keeper, log);
    expect((await checkpointsOf(log)).length).toBe(1);
    const hasty = keeperOf(log.store, { keys, mostLeaves: 1_000_000, longestMs: 0 });
    await log.grow(1);
    await follow(hasty, log);
    expect([await hasty.checkpoint(), (await checkpointsOf(log)).length]).toEqual([false, 2]);
  });

  it('signs with the old key and the new one while a key is rotated', async () => {
    const log = new ALog();
    const next = keyPair();
    await log.grow(10);
    await follow(keeperOf(log.store, { keys: [next.privateKey, key.privateKey] }), log);
    const [{ checkpoint } = { checkpoint: undefined }] = await checkpointsOf(log);
    expect(isSignedBy(checkpoint!, known)).toBe(true);
    expect(isSignedBy(checkpoint!, new Map([[next.id, next.publicKey]]))).toBe(true);
    expect(isSignedBy(checkpoint!, new Map([[keyPair().id, keyPair().publicKey]]))).toBe(false);
    expect(isSignedBy({ ...checkpoint!, size: 9 }, known)).toBe(false);
  });

  it('signs no log that is not the one whose tiles are stored', async () => {
    const [log, other] = [new ALog(), new ALog()];
    await log.grow(2 * TILE);
    await other.append(0);
    await other.grow(2 * TILE);
    await follow(keeperOf(log.store, { keys, mostLeaves: 1_000_000, longestMs: 3_600_000 }), log);
    expect(await readerOf(log.store, 'checkpoint-tiles-0').last()).not.toBeNull();
    await expect(follow(keeperOf(log.store, { keys }), other, 1_000)).rejects.toThrow(LogAltered);
    expect(await new CheckpointLog(log.store).last()).toBeNull();
  });
});
