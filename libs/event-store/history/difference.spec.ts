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
      const values: unknown[] = [];
      const shape = stored(differenceOf(from, to, values));
      const before = stored(from);
      expect(JSON.stringify(differing(before, shape, stored(values)))).toBe(JSON.stringify(to));
      expect(JSON.stringify(before)).toBe(JSON.stringify(from));
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
  const values: unknown[] = [];
  expect(differenceOf(from, to, values)).toEqual({ revision: 0, buckets: { 1: { remaining: 0 } } });
  expect(values).toEqual([2, '6']);
  expect(differenceOf(from, stored(from), values)).toBeUndefined();
});

it('what JSON leaves out is the same as absent', () => {
  const pairs = [
    [
      { a: 1, b: undefined },
      { a: 1, b: 2 },
    ],
    [
      { a: 1, b: 2 },
      { a: 1, b: undefined },
    ],
  ];
  for (const [from, to] of pairs) {
    const values: unknown[] = [];
    const shape = stored(differenceOf(from, to, values));
    expect(differing(stored(from), shape, stored(values))).toEqual(stored(to));
  }
});
