import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../messages.js';
import { amount } from '../money.js';
import { type Account, type Bucket, accountWith, bucketWith, unopened } from './state.js';

const at = '2026-03-01T09:00:00.000Z' as Instant;
const later = '2026-03-01T10:00:00.000Z' as Instant;

// Every member there is: one that is added does not compile until it is here, and fails until it is copied.
const bucket: Required<Bucket> = {
  bucketId: 'bkt-q7xk2m9d4tza-2',
  kind: 'promo',
  source: 'signup',
  scope: { models: ['llama-70b'] },
  revision: 2,
  effectiveAt: at,
  expiresAt: later,
  isPending: true,
  isWithdrawable: true,
  remaining: amount('7.50'),
  held: amount('1.00'),
  lapsed: amount('2.00'),
  isVoided: true,
  endedAt: later,
};
const account: Required<Account> = {
  ...unopened,
  accountId: 'acme',
  tag: 'q7xk2m9d4tza',
  name: 'Acme',
  revision: 7,
  openedAt: at,
  recordedAt: at,
  status: 'grace',
  graceDeadline: later,
  paygUnlocked: true,
  buckets: [bucket],
  overdraft: amount('3.00'),
  repaymentGoesOnAt: later,
  debts: [{ revision: 5, transactionId: 'tx-q7xk2m9d4tza-5', amount: amount('3.00') }],
  purchases: {},
  withdrawals: {},
  resources: {},
};

describe('a copy', () => {
  it('of an account has every member, and differs in what was asked for', () => {
    expect(accountWith(account, {})).toEqual(account);
    const changed = { revision: 8, recordedAt: later, buckets: [] };
    expect(accountWith(account, changed)).toEqual({ ...account, ...changed });
    expect(Object.keys(accountWith(unopened, {})).sort()).toEqual(Object.keys(unopened).sort());
  });

  it('of a bucket has every member, and another remainder', () => {
    expect(bucketWith(bucket, amount('1.25'))).toEqual({ ...bucket, remaining: '1.25' });
    const { scope: _, expiresAt: __, endedAt: ___, isVoided: ____, ...lasting } = bucket;
    expect(bucketWith(lasting, lasting.remaining)).toStrictEqual(lasting);
  });
});
