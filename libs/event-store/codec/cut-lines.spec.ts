import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountAggregate } from '#domain/account/decider.js';
import type { StoredJson } from './codec.js';
import { accountCodec } from './account-codec.js';
import { cutLines } from './cut-lines.js';

const GOLDEN = new URL('./golden/', import.meta.url);
const { entriesOf } = accountAggregate;

/** All entries of an event, each cut out of its text, and those of the event as a whole. */
function bothWays(stored: StoredJson) {
  const cut = accountCodec.cut({ ...stored, data: JSON.stringify(stored.data) });
  const whole = entriesOf(accountCodec.decode(stored));
  if (!cut) return { cut: null, whole };
  const revisions = Array.from({ length: cut.last - cut.first + 1 }, (_, nth) => cut.first + nth);
  const entriesFrom = (from: number, to: number) => entriesOf(cut.part(from, to));
  const backwards = revisions.toReversed().flatMap((revision) => entriesFrom(revision, revision));
  for (const from of revisions)
    expect(entriesFrom(from, cut.last)).toEqual(whole.filter(({ revision }) => revision >= from));
  return { cut: backwards.toReversed(), whole };
}

it('every charge that was ever stored is the same, cut out of its event or read with the others', () => {
  const files = readdirSync(GOLDEN).filter((name) => name.startsWith('UsageCharged') && !name.includes('metadata'));
  expect(files.length).toBeGreaterThan(4);
  for (const name of files) {
    const { cut, whole } = bothWays(JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8')) as StoredJson);
    expect(cut).toEqual(name.includes('deflated') ? null : whole);
  }
});

it('an event of another type is read as a whole', () => {
  const granted = JSON.parse(readFileSync(new URL('PromoGranted.v1.json', GOLDEN), 'utf8')) as StoredJson;
  expect(bothWays(granted).cut).toBeNull();
});

it('what a client says that looks like a line is none', () => {
  const trap = fc.constantFrom(
    '{"revision":8,',
    ',{"revision":9,"x":1',
    '{"lines":[{"revision":7,',
    ']}',
    '\\",{"revision":8,',
    'é',
  );
  const text = fc.array(fc.oneof(trap, fc.string()), { maxLength: 3 }).map((parts) => parts.join(''));
  const said = fc.record({ description: text, metadata: fc.dictionary(fc.oneof(fc.constant('revision'), text), text) });
  fc.assert(
    fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), fc.nat(1_000_000), (all, first) => {
      const lines = all.map((each, nth) => ({ revision: first + nth, ...each }));
      const cut = cutLines(JSON.stringify({ lines }), first);
      expect(cut && [cut.first, cut.last]).toEqual([first, first + lines.length - 1]);
      for (const { revision, ...line } of lines)
        expect(cut?.linesFrom(revision, revision)).toEqual([{ revision, ...line }]);
      const half = first + Math.floor(lines.length / 2);
      expect(cut?.linesFrom(first, half)).toEqual(lines.slice(0, half - first + 1));
    }),
  );
});
