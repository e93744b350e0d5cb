import { describe, expect, it } from '@jest/globals';
import { NO_MARKS, KeyFilters, filterOf } from './key-filters.js';
import { CLIENT_KEY, KeyTable, hashKey, internalKey } from './keys.js';

const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => hashKey(`key-${from + i}`));

describe('keys', () => {
  it('of the product itself can not be sent by a client', () => {
    expect(CLIENT_KEY.test(internalKey('expiry:bkt-1:2'))).toBe(false);
    expect(CLIENT_KEY.test('expiry:bkt-1:2')).toBe(true);
    expect([CLIENT_KEY.test(''), CLIENT_KEY.test('a'.repeat(256)), CLIENT_KEY.test('é')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('are found in a table by what they were added with, equal hashes side by side', () => {
    const table = new KeyTable();
    for (const [i, key] of keys(0, 1_255).entries()) table.add(key, i + 1);
    table.add(hashKey('key-7'), 2_000);
    expect(keys(0, 1_255).every((key, i) => table.find(key).includes(i + 1))).toBe(true);
    expect(new Set(table.find(hashKey('key-7')))).toEqual(new Set([8, 2_000]));
    expect(keys(2_000, 4_000).every((key) => table.find(key).length === 0)).toBe(true);
    expect([...table.hashes()].length).toBe(1_256);
  });

  it('are never missed by the filters of their chunk, however many chunks there are', () => {
    const filters = new KeyFilters();
    for (let chunk = 0; chunk < 100; chunk++) {
      filters.add(filterOf(keys(chunk * 50, chunk * 50 + 50)), NO_MARKS, chunk);
      for (const seen of [0, chunk >> 1, chunk]) {
        const key = hashKey(`key-${seen * 50 + 13}`);
        expect(filters.find(key)).toBe(seen);
        expect(filters.find(key, seen)).toBe(seen);
        expect(filters.find(key, seen + 1)).toBe(-1);
      }
    }
  });

  it('that are new are rarely taken for known', () => {
    const filters = new KeyFilters();
    for (let chunk = 0; chunk < 20; chunk++)
      filters.add(filterOf(keys(chunk * 1_000, chunk * 1_000 + 1_000)), NO_MARKS, chunk);
    const falseHits = keys(1_000_000, 1_050_000).filter((key) => filters.find(key) >= 0).length;
    expect(falseHits).toBeLessThanOrEqual(3);
  });
});
