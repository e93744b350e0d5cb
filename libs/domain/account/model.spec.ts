import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories } from '../testing/arbitraries.js';
import { compareHistory } from '../testing/simulation.js';

const runs = Number(process.env['MODEL_RUNS'] ?? 20_000);
const seed = Number(process.env['MODEL_SEED'] ?? 20_260_101);

/** Other histories: `MODEL_SEED=7 MODEL_RUNS=100000 npm test -- libs/domain/account/model`. */
describe('the domain decides as a second reading of the spec does', () => {
  it(`on ${runs} random histories`, () => {
    fc.assert(
      fc.property(histories(24), (history) => {
        const difference = compareHistory(history);
        expect(difference?.domain).toEqual(difference?.model);
      }),
      { numRuns: runs, seed },
    );
  });
});
