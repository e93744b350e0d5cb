import { exactAmount } from '../../../format/amounts.js';
import { isPositive, percentOf } from '../../../format/decimals.js';
import type { Bucket } from '../buckets-in-order.js';

/** What becomes of the credits of a bucket, in the order in which a bar shows it. */
export const PARTS = ['spent', 'held', 'remaining', 'withdrawn', 'lapsed'] as const;

/** The whole bar is what was granted; each part says its amount where it is pointed at. */
export function BucketBar({ bucket }: { readonly bucket: Bucket }) {
  const parts = PARTS.filter((part) => isPositive(bucket[part]));
  const label = parts.map((part) => `${part} ${exactAmount(bucket[part])}`).join(', ');
  return (
    <div className="bar" role="img" aria-label={`Of ${exactAmount(bucket.granted)}: ${label}`}>
      {parts.map((part) => (
        <span
          key={part}
          className={`part-${part}`}
          style={{ flexGrow: percentOf(bucket[part], bucket.granted) }}
          title={`${exactAmount(bucket[part])} ${part}`}
        />
      ))}
    </div>
  );
}
