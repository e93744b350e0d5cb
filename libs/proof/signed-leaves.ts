/** The leaves that an export's tiles name, held against the roots that its checkpoints sign. */
import type { KeyObject } from 'node:crypto';
import { type Checkpoint, NO_CHECKPOINT, type SignedCheckpoint, hashOfText, isSignedBy, textOf } from './checkpoint.js';
import type { TileLine } from './export.js';
import type { ProofFinding } from './findings.js';
import type { Hash } from './merkle.js';
import { TILE, Tree, rootOf } from './tree.js';

const HASH_BYTES = 32;

export class SignedLeaves {
  /** As large as the last checkpoint. */
  private readonly tree = new Tree();
  /** From `first` on. */
  private leaves: Hash[] = [];
  private first = 0;
  private last: Checkpoint | undefined;
  private readonly awaited: Map<number, SignedCheckpoint>;

  constructor(
    private readonly keys: ReadonlyMap<string, KeyObject>,
    trusted: readonly SignedCheckpoint[],
  ) {
    this.awaited = new Map(trusted.map((each) => [each.number, each]));
  }

  /** Events that checkpoints speak for. */
  get size(): number {
    return this.tree.size;
  }

  get checkpoints(): number {
    return this.last?.number ?? 0;
  }

  /** Undefined where no tile has come for it, and where it was let go of. */
  at(index: number): Hash | undefined {
    return this.leaves[index - this.first];
  }

  from(index: number, count: number): readonly Hash[] {
    return this.leaves.slice(index - this.first, index - this.first + count);
  }

  /** Leaves before `index` are needed no more, but for the next root. */
  forget(index: number): void {
    const bound = Math.min(index, this.tree.size);
    // Not one by one: a slice for each would copy all that stay.
    if (bound - this.first < 4 * TILE) return;
    this.leaves = this.leaves.slice(bound - this.first);
    this.first = bound;
  }

  takeTile({ index, hashes }: TileLine): ProofFinding | null {
    const bytes = Buffer.from(hashes, 'base64');
    const end = this.first + this.leaves.length;
    if (index * TILE !== end || bytes.length % HASH_BYTES > 0) return { kind: 'unreadable', index: end };
    for (let at = 0; at < bytes.length; at += HASH_BYTES) this.leaves.push(bytes.subarray(at, at + HASH_BYTES));
    return null;
  }

  takeCheckpoint(checkpoint: SignedCheckpoint): ProofFinding | null {
    const { number, size, previous, rootHash } = checkpoint;
    const trusted = this.awaited.get(number);
    this.awaited.delete(number);
    if (trusted && textOf(trusted) !== textOf(checkpoint)) return { kind: 'absent', checkpoint: number };
    if (!isSignedBy(checkpoint, this.keys)) return { kind: 'unsigned', checkpoint: number };
    const isNext = number === this.checkpoints + 1 && size > this.size;
    if (!isNext || previous !== (this.last ? hashOfText(this.last) : NO_CHECKPOINT))
      return { kind: 'unlinked', checkpoint: number };
    const from = this.size;
    for (let leaf = this.at(from); leaf && this.size < size; leaf = this.at(this.size)) this.tree.add(leaf);
    if (this.size < size || rootOf(this.tree.rest).toString('hex') !== rootHash)
      return { kind: 'forged', from, to: size, checkpoint: number };
    this.last = checkpoint;
    return null;
  }

  /** A checkpoint that was to come and did not. */
  absent(): ProofFinding | null {
    const [number] = this.awaited.keys();
    return number === undefined ? null : { kind: 'absent', checkpoint: number };
  }
}
