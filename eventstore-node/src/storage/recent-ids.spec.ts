import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentIds } from './recent-ids.js';

const LIMIT = 5;
/** They differ in all their digits, or in the last of each part. */
const uuid = (n: number) => {
  const digit = n.toString(16);
  return n % 2 === 0
    ? `0000000${digit}-000${digit}-400${digit}-800${digit}-0000000000${digit}0`
    : `aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeee${digit}`;
};

/** What each id of a few is known as. */
const known = (ids: RecentIds) => Array.from({ length: 12 }, (_, id) => ids.find(uuid(id), 1)?.position);

test('at least the ids that came last are known, at most twice as many, where each was first seen', () => {
  const steps = fc.array(fc.oneof(fc.nat(11), fc.record({ isForgottenAfter: fc.nat(3) })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const ids = new RecentIds(LIMIT);
      let model: { id: number; position: number }[] = [];
      let position = 0;
      for (const step of all) {
        if (typeof step === 'number') {
          const isKnown = ids.find(uuid(step), 1) !== undefined;
          ids.add(uuid(step), 1, ++position, position);
          if (!isKnown) model = [...model.filter(({ id }) => id !== step), { id: step, position }];
        } else {
          position = Math.max(0, position - step.isForgottenAfter);
          ids.forgetAfter(position);
          model = model.filter((each) => each.position <= position);
        }
      }
      const asKnown = known(ids);
      for (const { id, position: first } of model.slice(-LIMIT)) expect(asKnown[id]).toBe(first);
      const first = (wanted: number) => model.find(({ id }) => id === wanted)?.position;
      for (const [id, place] of asKnown.entries()) if (place !== undefined) expect(place).toBe(first(id));
      expect(asKnown.filter((place) => place !== undefined).length).toBeLessThanOrEqual(2 * LIMIT);
    }),
    { numRuns: 500 },
  );
});

test('an id is known in the stream that it was seen in', () => {
  const ids = new RecentIds(LIMIT);
  ids.add(uuid(1), 1, 1, 1);
  expect([ids.find(uuid(1), 1)?.position, ids.find(uuid(1), 2), ids.find(uuid(3), 1)]).toEqual([
    1,
    undefined,
    undefined,
  ]);
});

test('an id is told from all others that differ in one digit, and many fill a table', () => {
  const ids = new RecentIds(1_000);
  const first = '01234567-89ab-4cde-8f01-23456789abcd';
  ids.add(first, 1, 1, 1);
  for (const [at, digit] of Array.from(first).entries()) {
    const other = `${first.slice(0, at)}${digit === '5' ? '6' : '5'}${first.slice(at + 1)}`;
    if (digit !== '-') expect(ids.find(other, 1)).toBeUndefined();
  }
  const all = Array.from({ length: 999 }, () => randomUUID());
  for (const [nth, id] of all.entries()) ids.add(id, 1, nth, 2 + nth);
  expect(all.map((id) => ids.find(id, 1)?.revision)).toEqual(all.map((_, nth) => nth));
  expect(ids.find(first, 1)).toEqual({ streamNumber: 1, revision: 1, position: 1 });
});
