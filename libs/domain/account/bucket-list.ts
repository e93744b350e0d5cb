/** Finding one bucket among thousands. They stand in the order of their grants, which their ids say. */
import { revisionOf } from './ids.js';
import type { Account, Bucket } from './state.js';

/** Among so few, comparing ids is faster than reading one. */
const FEW = 16;

/** Its place in the list, or -1. */
export function placeOf({ buckets, tag }: Pick<Account, 'buckets' | 'tag'>, bucketId: string): number {
  if (buckets.length <= FEW) return buckets.findIndex((bucket) => bucket.bucketId === bucketId);
  const revision = revisionOf(bucketId, 'bkt', tag);
  if (revision === null) return buckets.findIndex((bucket) => bucket.bucketId === bucketId);
  let [place, end] = [0, buckets.length];
  while (place < end) {
    const middle = (place + end) >>> 1;
    if ((buckets[middle]?.revision ?? 0) < revision) place = middle + 1;
    else end = middle;
  }
  while (buckets[place]?.revision === revision && buckets[place]?.bucketId !== bucketId) place++;
  return buckets[place]?.bucketId === bucketId ? place : -1;
}

export const bucketIn = (account: Pick<Account, 'buckets' | 'tag'>, bucketId: string): Bucket | undefined =>
  account.buckets[placeOf(account, bucketId)];
