import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../messages.js';
import { completeAccount, completeBucket } from '../testing/complete-account.js';
import { amount } from '../money.js';
import { type Account, type Bucket, accountWith, bucketWith, unopened } from './state.js';

const later = '2026-03-01T10:00:00.000Z' as Instant;
const [account, bucket] = [completeAccount as Account, completeBucket as Bucket];

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
