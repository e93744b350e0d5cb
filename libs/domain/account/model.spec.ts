import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories } from '../testing/arbitraries.js';
import { type Tally, compareHistory } from '../testing/simulation.js';

const runs = Number(process.env['MODEL_RUNS'] ?? 20_000);
const seed = Number(process.env['MODEL_SEED'] ?? 20_260_101);

const MUST_BE_MET = [
  'AccountOpened',
  'AccountSettingsChanged',
  'AccountClosed',
  'PromoGranted',
  'PromoVoided',
  'BucketActivated',
  'BucketExpired',
  'BucketExpiryReversed',
  'PurchaseOpened',
  'PurchaseApproved',
  'PurchaseRejected',
  'PurchaseCompleted',
  'PurchaseFailed',
  'UsageCharged',
  'UsageRefunded',
  'OverdraftRepaid',
  'WithdrawalRequested',
  'WithdrawalApproved',
  'WithdrawalRejected',
  'WithdrawalPaid',
  'ResourceStarted',
  'ResourceStopped',
  'GraceStarted',
  'GraceEnded',
  'ServiceTerminated',
  'ServiceRestored',
  'invalid',
  'insufficient-credits',
  'account-suspended',
  'account-closed',
  'not-found',
  'already-exists',
  'already-settled',
  'nothing-to-void',
  'exceeds-charge',
  'not-withdrawable',
  'four-eyes',
  'wrong-state',
  'support-grant-limit',
  'not-closable',
  'a termination recorded late',
  'a grant that comes too small',
  'a refund that ends grace',
  'a refund of an expired promo',
  'a refund of debt and of credits',
  'a refund that lapses',
  'credits taken back',
  'credits taken back that were spent',
  'a bonus voided with its purchase',
  'usage that what could not pay for it repays at once',
  'a stop that ends grace',
  'a stop that restores',
];

/** Other histories: `MODEL_SEED=7 MODEL_RUNS=100000 npx jest libs/domain/account/model` (see libs/domain/README.md). */
describe('the domain decides as a second reading of the rules does', () => {
  const tally: Tally = new Map();

  it(`on ${runs} random histories`, () => {
    fc.assert(
      fc.property(histories(24), (history) => {
        const difference = compareHistory(history, tally);
        expect(difference?.domain).toEqual(difference?.model);
      }),
      { numRuns: runs, seed },
    );
  });

  it('and those histories meet every kind of entry, every refusal and the cases that are easy to get wrong', () => {
    const seldom = MUST_BE_MET.filter((met) => (tally.get(met) ?? 0) < runs / 2000);
    expect(seldom).toEqual([]);
  });
});
