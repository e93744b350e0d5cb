import { isPositive } from '../../../format/decimals.js';
import { useNow } from '../../../session/now.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Badge } from '../../../ui/badge.js';
import { RelativeTime, TimeText } from '../../../ui/time-text.js';
import { type Bucket, isNotYetEffective, scopeWords } from '../buckets-in-order.js';
import { BucketBar } from './bucket-bar.js';

type Props = {
  readonly bucket: Bucket;
  /** In the order of consumption; null where it can pay for nothing any more. */
  readonly place: number | null;
  /** How far away its dates are would be said of now. */
  readonly isPast: boolean;
};

const SOURCES: Readonly<Record<string, string>> = {
  promo_code: 'promo code',
  signup: 'sign-up',
};

export function BucketRow({ bucket, place, isPast }: Props) {
  const { bucketId, kind, source, scope, granted, remaining, held } = bucket;
  const words = scopeWords(scope);
  return (
    <li className="bucket">
      <span className="bucket-place" aria-hidden="true">
        {place}
      </span>
      <div className="bucket-what">
        <span className="bucket-kind">
          <Badge tone={kind === 'prepaid' ? 'good' : kind === 'promo' ? 'info' : 'past'}>{kind}</Badge>
          <span>{SOURCES[source] ?? source}</span>
        </span>
        <code className="muted" title={bucketId}>
          {bucketId}
        </code>
      </div>
      <BucketBar bucket={bucket} />
      <div className="bucket-left">
        <span>
          <AmountText amount={remaining} decimals={4} />{' '}
          <span className="muted">
            of <AmountText amount={granted} decimals={4} />
          </span>
        </span>
        {isPositive(held) && (
          <small className="muted">
            <AmountText amount={held} decimals={4} /> held
          </small>
        )}
      </div>
      <div className="bucket-terms">
        {words.length === 0 ? (
          <span className="muted">pays for anything</span>
        ) : (
          words.map((each) => <span key={each}>{each}</span>)
        )}
        <Terms bucket={bucket} isPast={isPast} />
      </div>
    </li>
  );
}

function Terms({ bucket, isPast }: Pick<Props, 'bucket' | 'isPast'>) {
  const nowMs = useNow();
  const { expiresAt, effectiveAt } = bucket;
  if (isPast) {
    return (
      <small className="muted">
        {expiresAt === null ? (
          'never expires'
        ) : (
          <>
            expires <TimeText at={expiresAt} />
          </>
        )}
      </small>
    );
  }
  if (isNotYetEffective(bucket, nowMs)) {
    return (
      <small className="muted">
        begins <RelativeTime at={effectiveAt} />
      </small>
    );
  }
  if (expiresAt === null) return <small className="muted">never expires</small>;
  const isOver = Date.parse(expiresAt) <= nowMs;
  return (
    <small className={isOver ? 'muted' : 'bucket-expiry'}>
      {isOver ? 'expired' : 'expires'} <RelativeTime at={expiresAt} />
    </small>
  );
}
