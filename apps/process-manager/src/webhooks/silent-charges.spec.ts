import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { entriesOf } from '#domain/account/entries.js';
import { mayNotify } from '#domain/notifications/notifications.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { StoredJson } from '#event-store/codec/codec.js';
import type { StoredEvent } from '#event-store/port/event-store.js';
import { entriesThatMayNotify } from './silent-charges.js';

const GOLDEN = new URL('../../../../libs/event-store/codec/golden/', import.meta.url);

const goldenIn = (file: string): readonly StoredJson[] =>
  [JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')) as StoredJson | readonly StoredJson[]].flat();

const ofAccounts = readdirSync(GOLDEN)
  .flatMap(goldenIn)
  .filter(({ type }) => type in accountCodec.versions);

type Line = Readonly<Record<string, unknown>>;

/** A charge of two lines. */
function charged(change: (line: Line, nth: number) => Line = (line) => line): StoredJson {
  const [{ type, data, metadata }] = goldenIn('UsageCharged.v1.json') as [StoredJson];
  const [line] = (data as { readonly lines: readonly [Line & { readonly revision: number }] }).lines;
  const lines = [line, { ...line, revision: line.revision + 1 }].map(change);
  return { type, data: { lines }, metadata };
}

const read = ({ type, data, metadata }: StoredJson) =>
  entriesThatMayNotify({ type, data: JSON.stringify(data), metadata } as StoredEvent);

it('gives of each event the same entries by its text as of what is parsed', () => {
  const turned = charged((line, nth) => (nth === 0 ? { ...line, turn: 'depleted' } : line));
  for (const stored of [...ofAccounts, charged(), turned]) {
    const event = accountCodec.decode(stored);
    expect(read(stored)).toEqual(mayNotify(event) ? entriesOf(event) : []);
  }
});

it('gives all entries of charges of which one has depleted the credits', () => {
  expect(read(charged((line, nth) => (nth === 1 ? { ...line, turn: 'depleted' } : line)))).toHaveLength(2);
});

it('gives none of other charges, whatever their texts say', () => {
  expect(read(charged())).toEqual([]);
  expect(read(charged((line) => ({ ...line, description: '"turn":"depleted"' })))).toEqual([]);
  expect(read(charged((line) => ({ ...line, metadata: { turn: 'depleted' } })))).toEqual([]);
});

it('stops at a charge of a version that is not known', () => {
  const { type, data, metadata } = charged();
  expect(() => read({ type, data, metadata: { ...(metadata as object), v: 99 } })).toThrow('Version 99');
});
