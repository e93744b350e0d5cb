/** How a bucket's own deadlines change it. An account may have thousands of them at one instant. */
import { add, subtract } from '../../money.js';
import { placeOf } from '../bucket-list.js';
import { ended, longEndedAt, notNegative } from '../bucket-changes.js';
import { type Account, type Bucket, accountWith } from '../state.js';
import { afterNotice } from '../alerts/expiry-notices.js';
import type { ExpiryNotice } from '../alerts/events.js';
import type { ExpiryEvent } from './events.js';

/** What a bucket's own deadlines come to. */
export type BucketFactEvent = ExpiryEvent | ExpiryNotice;

export function afterDueFact(bucket: Bucket, { type, data, effectiveAt }: BucketFactEvent): Bucket {
  if (type === 'AlertRaised') return afterNotice(bucket);
  if (type === 'BucketActivated') return { ...bucket, isPending: false };
  const { amount } = data;
  if (type === 'BucketExpiryReversed')
    return { ...bucket, remaining: add(bucket.remaining, amount), lapsed: subtract(bucket.lapsed, amount) };
  const [remaining, lapsed] = [subtract(bucket.remaining, amount), add(bucket.lapsed, amount)];
  // Of promos, only what came back to a voided one lapses because it has ended.
  const isVoided = data.cause === 'ended' && bucket.kind === 'promo';
  return ended({ ...bucket, remaining, lapsed, ...(isVoided && { isVoided }) }, effectiveAt);
}

/** An account whose list of buckets nobody else has seen. */
export type OwnBuckets = Account & { readonly buckets: Bucket[] };
export const withOwnBuckets = (account: Account): OwnBuckets =>
  accountWith(account, { buckets: [...account.buckets] }) as OwnBuckets;

/**
 * As the fold, where the entry before was recorded at the same time: changes the list of buckets that it is given, and
 * looks at no other bucket, as none but this one can have become one that leaves the state.
 */
export function foldInPlace(account: OwnBuckets, event: BucketFactEvent): OwnBuckets {
  const { buckets } = account;
  const place = placeOf(account, event.data.bucketId);
  const bucket = buckets[place];
  if (bucket) {
    const changed = notNegative(afterDueFact(bucket, event));
    if (longEndedAt(event.recordedAt)(changed)) buckets.splice(place, 1);
    else buckets[place] = changed;
  }
  return accountWith(account, { revision: event.revision }) as OwnBuckets;
}
