import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentIds } from './recent-ids.js';

const LIMIT = 5;
const seen = (position: number) => ({ streamNumber: 1, revision: position, position });

/** What each id of a few is known as. */
const known = (ids: RecentIds) => Array.from({ length: 12 }, (_, id) => ids.find(String(id), 1)?.position);

test('at least the ids that came last are known, at most twice as many, where each was first seen', () => {
  const steps = fc.array(fc.oneof(fc.nat(11), fc.record({ isForgottenAfter: fc.nat(3) })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const ids = new RecentIds(LIMIT);
      let model: { id: number; position: number }[] = [];
      let position = 0;
      for (const step of all) {
        if (typeof step === 'number') {
          const isKnown = ids.find(String(step), 1) !== undefined;
          ids.add(String(step), seen(++position));
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
  ids.add('a', seen(1));
  expect([ids.find('a', 1)?.position, ids.find('a', 2), ids.find('b', 1)]).toEqual([1, undefined, undefined]);
});
