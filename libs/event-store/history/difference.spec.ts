import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differenceOf, differing } from './difference.js';

const stored = <T>(value: T): T => (JSON.parse(JSON.stringify({ value })) as { value: T }).value;

/** Few names and values, so that two of them have much in common. */
const names = fc.constantFrom('a', 'b', 'remaining', '__proto__', 'constructor', '0');
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('1.00', '2.00', null, true, 7, [], {}),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(names, tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

it('a difference that was stored gives the other value again, its members in their order', () => {
  fc.assert(
    fc.property(data, data, (from, to) => {
      const difference = stored(differenceOf(from, to));
      expect(JSON.stringify(differing(stored(from), difference))).toBe(JSON.stringify(to));
    }),
    { numRuns: 2_000 },
  );
});

it('a difference holds what differs and nothing else', () => {
  const from = {
    revision: 1,
    buckets: [
      { id: 'a', remaining: '5' },
      { id: 'b', remaining: '7' },
    ],
    plan: { name: 'x' },
  };
  const to = { ...from, revision: 2, buckets: [from.buckets[0], { id: 'b', remaining: '6' }] };
  expect(differenceOf(from, to)).toEqual({ revision: [2], buckets: { 1: { remaining: ['6'] } } });
  expect(differenceOf(from, stored(from))).toBeUndefined();
});

it('what JSON leaves out is the same as absent', () => {
  const from = { a: 1, b: undefined };
  expect(differing(stored(from), stored(differenceOf(from, { a: 1, b: 2 })))).toEqual({ a: 1, b: 2 });
  expect(differing(stored({ a: 1, b: 2 }), stored(differenceOf({ a: 1, b: 2 }, from)))).toEqual({ a: 1 });
});
