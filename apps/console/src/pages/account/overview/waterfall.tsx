/** Buckets in order of consumption, each a bar of what became of its credits. */
import { useState } from 'react';
import { Button } from '../../../ui/button.js';
import { Empty } from '../../../ui/states.js';
import { type Bucket, inOrderOfConsumption, isUsedUp } from '../buckets-in-order.js';
import { BucketRow } from './bucket-row.js';
import { PARTS } from './bucket-bar.js';

type Props = { readonly buckets: readonly Bucket[]; readonly isPast: boolean };

export function Waterfall({ buckets, isPast }: Props) {
  const [showsUsedUp, setShowsUsedUp] = useState(false);
  const inOrder = inOrderOfConsumption(buckets);
  const open = inOrder.filter((bucket) => !isUsedUp(bucket));
  const usedUp = inOrder.filter(isUsedUp);
  if (buckets.length === 0) {
    return <Empty title="No credits have come in yet">A grant, a purchase or a plan brings the first bucket.</Empty>;
  }
  return (
    <div className="waterfall">
      <Legend />
      {open.length === 0 && <p className="muted">Nothing is left in any bucket.</p>}
      <ol className="buckets" aria-label="Buckets in order of consumption">
        {open.map((bucket, nth) => (
          <BucketRow key={bucket.bucketId} bucket={bucket} place={nth + 1} isPast={isPast} />
        ))}
      </ol>
      {usedUp.length > 0 && (
        <>
          <Button small tone="quiet" aria-expanded={showsUsedUp} onClick={() => setShowsUsedUp(!showsUsedUp)}>
            {showsUsedUp ? 'Hide' : 'Show'} {usedUp.length} used up or over
          </Button>
          {showsUsedUp && (
            <ul className="buckets" aria-label="Buckets that are used up or over">
              {usedUp.map((bucket) => (
                <BucketRow key={bucket.bucketId} bucket={bucket} place={null} isPast={isPast} />
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

const Legend = () => (
  <div className="legend" aria-hidden="true">
    {PARTS.map((part) => (
      <span key={part}>
        <i className={`swatch part-${part}`} />
        {part}
      </span>
    ))}
  </div>
);
