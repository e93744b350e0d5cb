import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories } from '../testing/arbitraries.js';
import { type Tally, compareHistory } from '../testing/simulation.js';
import type { ErrorCode } from '../errors.js';
import { COMMAND_TYPES } from './decider.js';
import type { DueKind } from './due.js';
import { ENTRY_TYPES } from './event-table.js';

const runs = Number(process.env['MODEL_RUNS'] ?? 20_000);

const HERE = 'in random histories';
const CODES = 'promo-codes/redeem.spec.ts: a code refuses before the account is asked';
/** Where each refusal is met: one that is added has to say. */
const REFUSALS: { readonly [C in ErrorCode]: string } = {
  invalid: HERE,
  'insufficient-credits': HERE,
  'account-suspended': HERE,
  'account-closed': HERE,
  'account-not-found': 'decider.spec.ts: histories begin with an account that is opened',
  'not-found': HERE,
  'already-exists': HERE,
  'already-settled': HERE,
  'nothing-to-void': HERE,
  'exceeds-charge': HERE,
  'exceeds-hold': HERE,
  'too-many-payments': 'pending-payments.spec.ts: it takes a thousand',
  'too-many-holds': 'limits.spec.ts: it takes thousands',
  'not-withdrawable': HERE,
  'four-eyes': HERE,
  'wrong-state': HERE,
  'not-running': HERE,
  'support-grant-limit': HERE,
  'promo-code-invalid': CODES,
  'promo-code-already-redeemed': CODES,
  'promo-code-expired': CODES,
  'promo-code-limit-reached': CODES,
  'not-closable': HERE,
  'too-many-buckets': 'limits.spec.ts: it takes thousands',
  'too-many-resources': 'limits.spec.ts: it takes thousands',
  'too-many-webhooks': 'of webhooks, which are no accounts',
  'idempotency-key-reused': 'the specs of the write path: the domain knows no keys',
};
/** Where each kind of due fact is met. */
const DUE: { readonly [K in DueKind]: string } = {
  repayment: 'limits.spec.ts: it takes thousands of debts',
  planEnd: HERE,
  refresh: HERE,
  activation: HERE,
  usedUp: HERE,
  period: HERE,
  holdExpiry: HERE,
  expiry: HERE,
  paymentFailure: HERE,
  overLimit: HERE,
  grace: HERE,
  expiryNotice: HERE,
};
const metHere = (places: Readonly<Record<string, string>>) =>
  Object.keys(places).filter((name) => places[name] === HERE);

const MUST_BE_MET = [
  ...ENTRY_TYPES,
  ...COMMAND_TYPES.map((type) => `${type} accepted`),
  ...metHere(REFUSALS),
  ...metHere(DUE).map((kind) => `${kind} due`),
  'a termination recorded late',
  'a grant that comes too small',
  'a refund that ends grace',
  'a refund of an expired promo',
  'a refund of debt and of credits',
  'a refund that lapses',
  'a pending payment that follows an older one',
  'a pending payment that fails at a termination',
  'a capture of a part',
  'a capture from a bucket that has ended',
  'held credits that lapse when they are released',
  'held credits that repay debt when they are released',
  'credits taken back',
  'credits taken back that were spent',
  'a bonus voided with its purchase',
  'a reversal of credits that were spent',
  'a bonus voided by a reversal',
  'a reversal that rejects a withdrawal',
  'a purchase of the open overdraft',
  'a recharge opened where it was switched on',
  'a recharge opened by a charge',
  'a recharge that opens the next',
  'a recharge opened by an expiry',
  'several alerts at once',
  'an alert raised by an expiry',
  'credits depleted by ChargeUsage',
  'credits depleted by RecordDue',
  'credits recovered by GrantPromo',
  'credits recovered by Refund',
  'usage that what could not pay for it repays at once',
  'a stop that ends grace',
  'a stop that restores',
];

/** Other histories: see libs/domain/README.md. */
describe('the domain decides as a second reading of the rules does', () => {
  const tally: Tally = new Map();

  it(`on ${runs} random histories`, () => {
    fc.assert(
      fc.property(histories(24), (history) => {
        const difference = compareHistory(history, tally);
        expect(difference?.domain).toEqual(difference?.model);
      }),
      { numRuns: runs },
    );
  });

  it('and those histories meet every kind of entry, every refusal and the cases that are easy to get wrong', () => {
    const seldom = MUST_BE_MET.filter((met) => (tally.get(met) ?? 0) < runs / 4000);
    expect(seldom).toEqual([]);
  });
});
