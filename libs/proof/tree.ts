/**
 * A tree that grows by leaves. It keeps what is not sealed yet: a tile is 256 nodes of one level in a row, and once it is
 * full it is handed over and only its root stays, as a node of the level eight above. So a tree of any size is some
 * kilobytes, and every hash of it can be made again of one tile.
 */
import { EMPTY_ROOT, type Hash, type Place, joined, nodeHash, placesIn } from './merkle.js';

export const TILE = 256;
const LEVELS_A_TILE = 8;

/** Tile `index` of a row of tiles; row 0 holds leaves, row 1 the roots of row 0's tiles, and so on. */
export type TilePlace = { readonly row: number; readonly index: number };
export type Tile = TilePlace & { readonly hashes: readonly Hash[] };

/** For each row, the hashes behind its last full tile. */
export type Rest = readonly (readonly Hash[])[];

export class Tree {
  private readonly rows: Hash[][];
  private leaves: number;

  constructor(rest: Rest = []) {
    this.rows = rest.map((row) => [...row]);
    this.leaves = sizeOf(rest);
  }

  /** Leaves so far. */
  get size(): number {
    return this.leaves;
  }

  get rest(): Rest {
    return this.rows.map((row) => [...row]);
  }

  /** Returns the tiles that the leaf filled, lowest row first. */
  add(leaf: Hash): Tile[] {
    const full: Tile[] = [];
    let [next, index] = [leaf, this.leaves++];
    for (let row = 0; ; row++) {
      const hashes = (this.rows[row] ??= []);
      hashes.push(next);
      if (hashes.length < TILE) return full;
      index = Math.floor(index / TILE);
      full.push({ row, index, hashes });
      this.rows[row] = [];
      next = rootOfTile(hashes);
    }
  }
}

export const sizeOf = (rest: Rest): number => rest.reduce((size, { length }, row) => size + length * TILE ** row, 0);

/** Leaves in lower rows lie right of those in higher ones. */
export function rootOf(rest: Rest): Hash {
  let root: Hash | undefined;
  for (const row of rest) {
    if (row.length === 0) continue;
    const left = placesIn({ start: 0, end: row.length }).map((place) => within(row, place));
    root = joined(root ? [...left, root] : left);
  }
  return root ?? EMPTY_ROOT;
}

export const rootOfTile = (hashes: readonly Hash[]): Hash => within(hashes, { level: LEVELS_A_TILE, index: 0 });

/** The tile that holds what the node at `place` is made of, and where that lies in it. */
export function tileOf({ level, index }: Place): TilePlace & { readonly inTile: Place } {
  const row = Math.floor(level / LEVELS_A_TILE);
  const inTile = level % LEVELS_A_TILE;
  const width = 2 ** (LEVELS_A_TILE - inTile);
  return { row, index: Math.floor(index / width), inTile: { level: inTile, index: index % width } };
}

/** The node `level` above the given hashes. Throws `RangeError` where it is not complete. */
export function within(hashes: readonly Hash[], { level, index }: Place): Hash {
  if (level === 0) {
    const hash = hashes[index];
    if (!hash) throw new RangeError(`There is no node ${index} among ${hashes.length}`);
    return hash;
  }
  const below = level - 1;
  return nodeHash(
    within(hashes, { level: below, index: 2 * index }),
    within(hashes, { level: below, index: 2 * index + 1 }),
  );
}
