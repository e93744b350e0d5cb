import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TAG_PATTERN, newId, nthOf, revisionOf } from './ids.js';

const tag = 'a1b2c3d4e5f6';

describe('an id leads to the entry that created what it names', () => {
  it('is prefix, tag and revision', () => {
    expect(newId('tx', tag, 42)).toBe('tx-a1b2c3d4e5f6-42');
    expect(newId('bkt', tag, 42, 0)).toBe('bkt-a1b2c3d4e5f6-42');
  });

  it('tells apart what one entry creates several of', () =>
    expect(newId('bkt', tag, 42, 3)).toBe('bkt-a1b2c3d4e5f6-42.3'));

  it('is read back as its revision', () => {
    const prefix = fc.constantFrom('tx' as const, 'bkt' as const, 'pur' as const, 'wd' as const);
    const tags = fc.stringMatching(TAG_PATTERN);
    fc.assert(
      fc.property(prefix, tags, fc.integer({ min: 1, max: 10 ** 14 }), fc.nat(255), (kind, ofTag, revision, nth) => {
        expect(revisionOf(newId(kind, ofTag, revision, nth), kind, ofTag)).toBe(revision);
      }),
      { numRuns: 1000 },
    );
  });

  it('says which of several it is', () => {
    expect([newId('bkt', tag, 42), newId('bkt', tag, 42, 3), newId('bkt', tag, 9, 12)].map(nthOf)).toEqual([0, 3, 12]);
  });

  it.each([
    ['of another kind', 'bkt-a1b2c3d4e5f6-42'],
    ['of another account', 'tx-zzzzzzzzzzzz-42'],
    ['without a revision', 'tx-a1b2c3d4e5f6-'],
    ['of revision 0', 'tx-a1b2c3d4e5f6-0'],
    ['with a leading zero', 'tx-a1b2c3d4e5f6-042'],
    ['with a sign', 'tx-a1b2c3d4e5f6--1'],
    ['with an exponent', 'tx-a1b2c3d4e5f6-1e3'],
    ['with decimals of zero', 'tx-a1b2c3d4e5f6-42.0'],
    ['with more after it', 'tx-a1b2c3d4e5f6-42 '],
    ['with a line after it', 'tx-a1b2c3d4e5f6-42\n'],
    ['beyond what a revision can be', 'tx-a1b2c3d4e5f6-9999999999999999'],
    ['of nothing', ''],
    ['of a name that objects have', 'constructor'],
  ])('an id %s is none', (_, id) => expect(revisionOf(id, 'tx', tag)).toBeNull());

  it('a tag has 12 small letters and digits', () => {
    expect(TAG_PATTERN.test(tag)).toBe(true);
    for (const no of ['a1b2c3d4e5f', 'a1b2c3d4e5f67', 'A1b2c3d4e5f6', 'a1b2c3-4e5f6'])
      expect(TAG_PATTERN.test(no)).toBe(false);
  });
});
