/**
 * Makes checkpoints: takes the ledger's events in the order of the log and signs, now and then, what they come to. Effects of
 * a follower, whose checkpoint is the last one signed. Several processes may keep: the one that comes second finds there what it
 * was going to write.
 */
import type { KeyObject } from 'node:crypto';
import type { Instant } from '#domain/messages.js';
import type { Position } from '#event-store/port/event-store.js';
import { positionIn, positionText } from '#event-store/port/position-text.js';
import { type CheckpointLog, LogAltered, type StoredCheckpoint } from './checkpoint-log.js';
import { type Checkpoint, NO_CHECKPOINT, hashOfText, signed } from './checkpoint.js';
import type { Hash } from './merkle.js';
import { type Rest, Tree, rootOf, sizeOf } from './tree.js';

export type Leaf = { readonly position: Position; readonly hash: Hash };

export type KeeperOptions = {
  readonly log: CheckpointLog;
  readonly keys: readonly KeyObject[];
  readonly clock: () => Instant | Promise<Instant>;
  /** So many leaves are signed at once, however short the time … */
  readonly mostLeaves: number;
  /** … and however few after so long. */
  readonly longestMs: number;
};

/** A tree whose tiles are all stored, and the position that it reaches. */
type Reached = { readonly rest: Rest; readonly position: Position };

export class Keeper {
  private tree = new Tree();
  private reached: Reached | undefined;
  private last: Checkpoint | undefined;
  private lastMadeAt = performance.now();

  constructor(private readonly options: KeeperOptions) {}

  async open(): Promise<Position | null> {
    const last = await this.options.log.last();
    this.take(last);
    this.tree = new Tree(last?.rest);
    this.reached = undefined;
    return last && positionIn(last.checkpoint.position);
  }

  async apply(leaves: readonly Leaf[]): Promise<void> {
    for (const { hash, position } of leaves) {
      for (const tile of this.tree.add(hash)) await this.options.log.addTile(tile, position);
    }
    const last = leaves.at(-1);
    if (last) this.reached = { rest: this.tree.rest, position: last.position };
  }

  /** Signs what has been reached, if it is time. Resolves to whether it did. */
  async checkpoint(): Promise<boolean> {
    const { reached } = this;
    if (!reached || !this.isTime(sizeOf(reached.rest))) return false;
    const { log, keys, clock } = this.options;
    const { rest, position } = reached;
    const checkpoint = signed(
      {
        number: (this.last?.number ?? 0) + 1,
        size: sizeOf(rest),
        rootHash: rootOf(rest).toString('hex'),
        position: positionText(position),
        madeAt: await clock(),
        previous: this.last ? hashOfText(this.last) : NO_CHECKPOINT,
      },
      keys,
    );
    const isFirst = await log.add({ checkpoint, rest });
    if (isFirst) this.take({ checkpoint, rest });
    else this.adopt(reached, await log.last());
    return isFirst;
  }

  private isTime(size: number): boolean {
    const more = size - (this.last?.size ?? 0);
    return (
      more >= this.options.mostLeaves || (more > 0 && performance.now() - this.lastMadeAt >= this.options.longestMs)
    );
  }

  /** Another process was faster. What both have seen must be the same. */
  private adopt({ rest }: Reached, last: StoredCheckpoint | null): void {
    const { checkpoint } = last ?? {};
    if (checkpoint?.size === sizeOf(rest) && checkpoint.rootHash !== rootOf(rest).toString('hex')) {
      throw new LogAltered(`Checkpoint ${checkpoint.number} is of another log`);
    }
    this.take(last);
  }

  private take(stored: StoredCheckpoint | null): void {
    this.last = stored?.checkpoint;
    this.lastMadeAt = performance.now();
  }
}
