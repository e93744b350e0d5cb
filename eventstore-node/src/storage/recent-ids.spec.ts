import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentIds } from './recent-ids.js';

const LIMIT = 5;
const seen = (position: number) => ({ streamNumber: 1, revision: position, position });

/** What each id of a few is known as. */
const known = (ids: RecentIds) => Array.from({ length: 12 }, (_, id) => ids.find(String(id), 1)?.position);

test('the ids that came last are known, where each was first seen, and none that was never written', () => {
  const steps = fc.array(fc.oneof(fc.nat(11), fc.record({ isForgottenAfter: fc.nat(3) })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const ids = new RecentIds(LIMIT);
      let model: { id: number; position: number }[] = [];
      let position = 0;
      for (const step of all) {
        if (typeof step === 'number') {
          ids.add(String(step), seen(++position));
          if (!model.some(({ id }) => id === step)) model = [...model, { id: step, position }].slice(-LIMIT);
        } else {
          position = Math.max(0, position - step.isForgottenAfter);
          ids.forgetAfter(position);
          model = model.filter((each) => each.position <= position);
        }
      }
      expect(known(ids)).toEqual(Array.from({ length: 12 }, (_, id) => model.find((each) => each.id === id)?.position));
    }),
    { numRuns: 500 },
  );
});

test('an id is known in the stream that it was seen in', () => {
  const ids = new RecentIds(LIMIT);
  ids.add('a', seen(1));
  expect([ids.find('a', 1)?.position, ids.find('a', 2), ids.find('b', 1)]).toEqual([1, undefined, undefined]);
});
