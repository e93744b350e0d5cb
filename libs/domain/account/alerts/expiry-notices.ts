/** The owner is told before credits expire (rule 6.15): a due fact of each bucket that something is left of by then. */
import { type Instant, shifted } from '../../messages.js';
import type { Bucket } from '../state.js';

const DAY_MS = 86_400_000;
/** So long before the expiry, the earliest first. */
export const NOTICES_BEFORE_MS: readonly number[] = [7 * DAY_MS, DAY_MS];

type Expiring = Pick<Bucket, 'kind' | 'expiresAt'>;

/** The instants of the notices that are still to come after an instant. An allowance comes again: nobody is told of its end. */
export const noticesAfter = ({ kind, expiresAt }: Expiring, after: Instant): readonly Instant[] =>
  kind === 'allowance' || expiresAt === undefined
    ? []
    : NOTICES_BEFORE_MS.map((beforeMs) => shifted(expiresAt, -beforeMs)).filter((at) => at > after);

/** The bucket with the next notice after an instant, or none. */
export function withNoticeAfter(bucket: Bucket, after: Instant): Bucket {
  const [noticeAt] = noticesAfter(bucket, after);
  const { noticeAt: _, ...others } = bucket;
  return noticeAt === undefined ? others : { ...others, noticeAt };
}

export const afterNotice = (bucket: Bucket): Bucket =>
  bucket.noticeAt === undefined ? bucket : withNoticeAfter(bucket, bucket.noticeAt);
