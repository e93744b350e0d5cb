import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Hash, joined, leafHash, nodeHash, placesIn } from './merkle.js';
import { TILE, type Tile, Tree, rootOf, sizeOf, tileOf, within } from './tree.js';

const leaf = (nth: number): Hash => leafHash(Buffer.from(`${nth}`));

/** A tree of so many leaves, the hard way, and its tiles. */
function grown(size: number) {
  const tree = new Tree();
  const tiles: Tile[] = [];
  for (let nth = 0; nth < size; nth++) tiles.push(...tree.add(leaf(nth)));
  return { tree, tiles };
}

/** Level by level, without tiles. */
function nodesOf(size: number): Hash[][] {
  const levels = [Array.from({ length: size }, (_, nth) => leaf(nth))];
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) {
    levels.push(
      Array.from({ length: Math.floor(below.length / 2) }, (_, nth) => nodeHash(below[2 * nth]!, below[2 * nth + 1]!)),
    );
  }
  return levels;
}

const SIZE = TILE * TILE + 3 * TILE + 5;
const { tree, tiles } = grown(SIZE);
const nodes = nodesOf(SIZE);
const rootAt = (size: number): Hash =>
  joined(placesIn({ start: 0, end: size }).map(({ level, index }) => nodes[level]![index]!));

describe('a tree that grows', () => {
  it('has the root of all leaves', () => {
    expect(tree.size).toBe(SIZE);
    expect(rootOf(tree.rest)).toEqual(rootAt(SIZE));
    for (const size of [0, 1, 2, 3, 255, 256, 257, 511, 512, 70, 1_000]) {
      const { rest } = grown(size).tree;
      expect([sizeOf(rest), rootOf(rest)]).toEqual([size, rootAt(size)]);
    }
  });

  it('fills each tile of each row once, in order', () => {
    const places = tiles.map(({ row, index, hashes }) => `${row}/${index}/${hashes.length}`);
    const rowZero = Array.from({ length: TILE + 3 }, (_, index) => `0/${index}/256`);
    expect(places).toEqual([...rowZero.slice(0, TILE), '1/0/256', ...rowZero.slice(TILE)]);
  });

  it('has every complete node in one tile, or behind the last', () => {
    const stored = new Map(tiles.map(({ row, index, hashes }) => [`${row}/${index}`, hashes]));
    fc.assert(
      fc.property(fc.nat(nodes.length - 1), fc.nat(), (level, some) => {
        const index = some % nodes[level]!.length;
        const { row, index: nth, inTile } = tileOf({ level, index });
        const hashes = stored.get(`${row}/${nth}`) ?? tree.rest[row]!;
        expect(within(hashes, inTile)).toEqual(nodes[level]![index]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('goes on from what of it was in no tile', () => {
    const { tree: whole } = grown(1_000);
    const { tree: first } = grown(300);
    const second = new Tree(first.rest);
    const filled: Tile[] = [];
    for (let nth = 300; nth < 1_000; nth++) filled.push(...second.add(leaf(nth)));
    expect([second.size, second.rest]).toEqual([1_000, whole.rest]);
    expect(filled.map(({ index }) => index)).toEqual([1, 2]);
  });
});
