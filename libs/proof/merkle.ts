/**
 * The Merkle tree of RFC 6962: hashes of leaves, of nodes, and the proofs that a leaf is in a tree and that a tree is the
 * beginning of another. A tree is known by its number of leaves; nothing here knows where hashes are kept.
 */
import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type Hash = Buffer;

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

const sha256 = (...parts: readonly Uint8Array[]): Hash => hash('sha256', Buffer.concat(parts), 'buffer');

export const leafHash = (data: Uint8Array): Hash => sha256(LEAF, data);
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(NODE, left, right);

/** Of no leaves. */
export const EMPTY_ROOT: Hash = sha256();

/** Leaves from `start` up to and without `end`, together a subtree of some tree. */
export type Range = { readonly start: number; readonly end: number };
/** The node that is complete above the leaves from `index * 2 ** level` on, `2 ** level` of them. */
export type Place = { readonly level: number; readonly index: number };

/** The complete nodes that a range is made of, from the left: each is smaller than the one before. */
export function placesIn({ start, end }: Range): Place[] {
  const places: Place[] = [];
  for (let at = start; at < end;) {
    const level = Math.floor(Math.log2(end - at));
    places.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** The hash of a range, of the hashes at its places. */
export const joined = (hashes: readonly Hash[]): Hash =>
  hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right));

/** RFC 6962, 2.1.1: the subtrees whose hashes lead from a leaf to the root of a tree, the leaf's neighbour first. */
export function inclusionPath(index: number, size: number): Range[] {
  const path: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerOfTwoBelow(end - start);
    path.push(index < middle ? { start: middle, end } : { start, end: middle });
    if (index < middle) end = middle;
    else start = middle;
  }
  return path.toReversed();
}

/** RFC 6962, 2.1.2: the subtrees whose hashes give both roots, that of the first `from` leaves and that of all. */
export function consistencyPath(from: number, size: number): Range[] {
  const path: Range[] = [];
  let [start, end] = [0, size];
  let isWhole = true;
  while (from < end) {
    const middle = start + largestPowerOfTwoBelow(end - start);
    if (from <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
      isWhole = false;
    }
  }
  if (!isWhole) path.push({ start, end });
  return path.toReversed();
}

/** The root of a tree of `size` leaves that holds `leaf` at `index`, by a path as `inclusionPath` orders it. */
export function rootByInclusion(leaf: Hash, index: number, size: number, path: readonly Hash[]): Hash | null {
  const ranges = inclusionPath(index, size);
  if (index >= size || ranges.length !== path.length) return null;
  return path.reduce(
    (below, hash, nth) => ((ranges[nth]?.start ?? 0) > index ? nodeHash(below, hash) : nodeHash(hash, below)),
    leaf,
  );
}

/** Whether the first `from` leaves of the tree with `root` are the tree with `fromRoot`. */
export function isConsistent(
  from: { readonly size: number; readonly root: Hash },
  to: { readonly size: number; readonly root: Hash },
  path: readonly Hash[],
): boolean {
  if (from.size === 0 || from.size > to.size) return false;
  const ranges = consistencyPath(from.size, to.size);
  if (ranges.length !== path.length) return false;
  if (from.size === to.size) return from.root.equals(to.root);
  // Where the smaller tree is one complete node of the larger, its root is known and not in the path.
  const isWhole = (ranges[0]?.start ?? 0) >= from.size;
  const [seed, ...siblings] = isWhole ? [from.root, ...path] : path;
  const places = isWhole ? ranges : ranges.slice(1);
  let [older, newer] = [seed ?? from.root, seed ?? from.root];
  for (const [nth, sibling] of siblings.entries()) {
    if ((places[nth]?.start ?? 0) >= from.size) newer = nodeHash(newer, sibling);
    else [older, newer] = [nodeHash(sibling, older), nodeHash(sibling, newer)];
  }
  return older.equals(from.root) && newer.equals(to.root);
}

function largestPowerOfTwoBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
