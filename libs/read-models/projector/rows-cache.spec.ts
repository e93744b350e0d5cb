import { describe, expect, it } from '@jest/globals';
import type { AnyProjection } from '../projection/projection.js';
import { fold } from '../projection/fold.js';
import { type AggregateRows, newRows, settle } from '../projection/rows.js';
import type { Arrived } from './source.js';
import { RowsCache } from './rows-cache.js';

const STREAM = 'account-acme';

/** A row an event, of so many characters. */
const growing = {
  of: 'account',
  name: 'growing',
  version: 1,
  keys: () => [],
  evolve: (rows: { set(key: string, row: unknown): void }, { key, text }: { key: string; text: string }) =>
    rows.set(key, { text }),
} as unknown as AnyProjection;

const eventOf = (streamRevision: number, text: string): Arrived => ({
  category: 'account',
  stream: STREAM,
  streamRevision,
  id: `event-${streamRevision}`,
  position: { commit: BigInt(streamRevision), prepare: BigInt(streamRevision) },
  entries: [{ key: `row-${streamRevision}`, text }],
  revision: streamRevision + 1,
  size: 1,
});

const before = (isWhole = true): AggregateRows => newRows([growing], 'account', isWhole);

/** Takes events in and keeps the rows, as the projector does, and counts for how many of them they were there. */
function keptFor(cache: RowsCache, rows: AggregateRows, texts: readonly string[]): number {
  let kept = 0;
  for (const text of texts) {
    fold(rows, [eventOf(rows.streamRevision + 1, text)]);
    settle(rows);
    cache.set(STREAM, rows);
    if (cache.get(STREAM) === rows) kept++;
  }
  return kept;
}

const texts = (count: number, length: number) => Array.from({ length: count }, () => 'x'.repeat(length));

describe('the rows that the projector keeps in memory', () => {
  it('are those of an aggregate that stays small, however many events it has', () => {
    const cache = new RowsCache();
    const rows = before();
    expect(keptFor(cache, rows, texts(64, 10))).toBe(64);
  });

  it('are not those of one that has grown by what no event needs: they are read again when they are', () => {
    const cache = new RowsCache();
    const kept = keptFor(cache, before(), texts(200, 500));
    expect(kept).toBeGreaterThan(16);
    expect(kept).toBeLessThan(100);
    expect(cache.get(STREAM)).toBeUndefined();
  });

  it('are those of one that needs as much, so that it is not read for each event', () => {
    const cache = new RowsCache();
    const rows = before(false);
    for (const text of texts(100, 500)) fold(rows, [eventOf(rows.streamRevision + 1, text)]);
    expect(keptFor(cache, rows, texts(50, 100))).toBe(50);
  });

  it('take no more together than they may', () => {
    const cache = new RowsCache();
    const all = Array.from({ length: 300 }, (_, nth) => {
      const rows = before(false);
      fold(rows, [eventOf(0, 'x'.repeat(1_000_000))]);
      cache.set(`account-${nth}`, rows);
      return `account-${nth}`;
    });
    const kept = all.filter((stream) => cache.get(stream));
    expect(kept.length).toBeLessThanOrEqual(160);
    expect(kept.at(-1)).toBe('account-299');
  });
});
