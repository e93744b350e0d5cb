import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  EMPTY_ROOT,
  type Hash,
  consistencyPath,
  inclusionPath,
  isConsistent,
  joined,
  leafHash,
  nodeHash,
  placesIn,
  rootByInclusion,
} from './merkle.js';

/** RFC 6962, 2.1, word for word. */
function mth(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return hash('sha256', '', 'buffer');
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

const leavesOf = (count: number): Hash[] => Array.from({ length: count }, (_, nth) => leafHash(Buffer.from(`${nth}`)));
const MOST = 300;
const all = leavesOf(MOST);
const roots = Array.from({ length: MOST + 1 }, (_, size) => mth(all.slice(0, size)));
const hashesOf = (ranges: readonly { start: number; end: number }[]) =>
  ranges.map(({ start, end }) => mth(all.slice(start, end)));

const aTree = fc.integer({ min: 1, max: MOST });
const aBit = fc.tuple(fc.nat(31), fc.nat(7));

/** The path with one bit of one hash flipped. */
function flipped(path: readonly Hash[], nth: number, [byte, bit]: readonly [number, number]): Hash[] {
  const copy = path.map((each) => Buffer.from(each));
  copy[nth % copy.length]![byte]! ^= 1 << bit;
  return copy;
}

describe('the tree of RFC 6962', () => {
  it('has the roots that Certificate Transparency publishes for its test leaves', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const hashes = leaves.map((hex) => leafHash(Buffer.from(hex, 'hex')));
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(mth(hashes.slice(0, 1)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(mth(hashes).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('is made of the complete nodes of each beginning', () => {
    for (let size = 0; size <= MOST; size++) {
      const places = placesIn({ start: 0, end: size });
      const hashes = places.map(({ level, index }) => mth(all.slice(index * 2 ** level, (index + 1) * 2 ** level)));
      expect(joined(hashes)).toEqual(roots[size]);
    }
  });

  it('proves each leaf, and no other leaf, place or path', () => {
    fc.assert(
      fc.property(aTree, fc.nat(), fc.nat(), aBit, (size, some, other, bit) => {
        const index = some % size;
        const path = hashesOf(inclusionPath(index, size));
        expect(rootByInclusion(all[index]!, index, size, path)).toEqual(roots[size]);
        expect(rootByInclusion(all[index]!, index, size, [...path, all[0]!])).toBeNull();
        expect(rootByInclusion(all[index]!, size, size, path)).toBeNull();
        if (other % size !== index) {
          expect(rootByInclusion(all[index]!, other % size, size, path)).not.toEqual(roots[size]);
          expect(rootByInclusion(all[other % size]!, index, size, path)).not.toEqual(roots[size]);
        }
        if (path.length > 0) {
          expect(rootByInclusion(all[index]!, index, size, flipped(path, other, bit))).not.toEqual(roots[size]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('proves that each beginning is one, and nothing else', () => {
    fc.assert(
      fc.property(aTree, fc.nat(), fc.nat(), aBit, (size, some, nth, bit) => {
        const from = 1 + (some % size);
        const path = hashesOf(consistencyPath(from, size));
        const [older, newer] = [
          { size: from, root: roots[from]! },
          { size, root: roots[size]! },
        ];
        expect(isConsistent(older, newer, path)).toBe(true);
        expect(isConsistent({ size: from, root: all[0]! }, newer, path)).toBe(from === 1);
        expect(isConsistent(older, { size, root: roots[0]! }, path)).toBe(false);
        expect(isConsistent(older, newer, [...path, all[0]!])).toBe(false);
        if (path.length > 0) expect(isConsistent(older, newer, flipped(path, nth, bit))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('proves nothing of trees without leaves or larger than the whole', () => {
    const whole = { size: 2, root: roots[2]! };
    expect(isConsistent({ size: 0, root: EMPTY_ROOT }, whole, [])).toBe(false);
    expect(isConsistent({ size: 3, root: roots[3]! }, whole, [])).toBe(false);
  });
});
