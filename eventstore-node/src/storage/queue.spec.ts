import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Queue } from './queue.js';

test('whatever is done to it, it holds what a list would', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ push: fc.integer({ min: 1, max: 700 }) }) },
      { weight: 5, arbitrary: fc.record({ shift: fc.integer({ min: 1, max: 700 }) }) },
      { weight: 2, arbitrary: fc.record({ pop: fc.integer({ min: 1, max: 50 }) }) },
      { weight: 1, arbitrary: fc.constant({ clear: true }) },
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const queue = new Queue<number>();
      const list: number[] = [];
      let next = 0;
      const taken = { queue: [] as unknown[], list: [] as unknown[] };
      const both = (count: number, take: 'shift' | 'pop') => {
        for (let n = 0; n < count; n++) {
          taken.queue.push(queue[take]());
          taken.list.push(list[take]());
        }
      };
      for (const step of all) {
        if ('push' in step)
          for (let n = 0; n < step.push; n++) {
            queue.push(next);
            list.push(next++);
          }
        else if ('shift' in step) both(step.shift, 'shift');
        else if ('pop' in step) both(step.pop, 'pop');
        else {
          queue.clear();
          list.length = 0;
        }
        taken.queue.push(queue.length);
        taken.list.push(list.length);
      }
      expect(taken.queue).toEqual(taken.list);
    }),
  );
});
