/** The account at a moment; where one before it is given, what has moved since. */
import type { Schemas } from '#client/client.js';
import { isZero, negated, percentOf, isPositive, sumOf } from '../../format/decimals.js';
import { exactAmount } from '../../format/amounts.js';
import { AmountText } from '../../ui/amount-text.js';
import { Badge, StatusBadge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { inOrderOfConsumption, scopeWords } from '../account/buckets-in-order.js';
import { Empty } from '../../ui/states.js';
import { TimeText } from '../../ui/time-text.js';

export type Balance = Schemas['BalanceAnswer'];
export type Bucket = Schemas['BucketView'];

export const FIGURES = ['available', 'held', 'overdraft', 'total'] as const;
export const PARTS = ['spent', 'held', 'remaining', 'withdrawn', 'lapsed'] as const;

export const differenceOf = (before: string, after: string): string => sumOf([after, negated(before)]);

export function BalancePanel({ before, after }: { readonly before?: Balance; readonly after: Balance }) {
  return (
    <Panel title="Balance" note={before && 'before and after'} actions={<Status before={before} after={after} />}>
      <dl className="replay-figures">
        {FIGURES.map((figure) => (
          <div key={figure} className="replay-figure">
            <dt>{figure}</dt>
            <dd>
              <span className="tile-value">
                <AmountText amount={after[figure]} />
              </span>
              {before && <Moved before={before[figure]} after={after[figure]} />}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const Status = ({ before, after }: { readonly before: Balance | undefined; readonly after: Balance }) => (
  <span className="replay-status">
    {before && before.status !== after.status && (
      <>
        <StatusBadge status={before.status} /> <span aria-label="then">→</span>
      </>
    )}
    <StatusBadge status={after.status} />
  </span>
);

function Moved({ before, after }: { readonly before: string; readonly after: string }) {
  if (before === after) return <small className="muted">as before</small>;
  return (
    <small>
      <AmountText amount={differenceOf(before, after)} signed />{' '}
      <span className="muted">
        was <AmountText amount={before} />
      </span>
    </small>
  );
}

type BucketsProps = { readonly before?: readonly Bucket[]; readonly after: readonly Bucket[] };

export function BucketsPanel({ before, after }: BucketsProps) {
  const earlier = new Map(before?.map((bucket) => [bucket.bucketId, bucket]));
  return (
    <Panel title="Buckets" note="in the order in which usage draws on them">
      {after.length === 0 && <Empty title="No credits have come in yet" />}
      <ul className="replay-buckets">
        {inOrderOfConsumption(after).map((bucket) => (
          <BucketLine key={bucket.bucketId} bucket={bucket} before={before && (earlier.get(bucket.bucketId) ?? null)} />
        ))}
      </ul>
    </Panel>
  );
}

type LineProps = { readonly bucket: Bucket; readonly before: Bucket | null | undefined };

function BucketLine({ bucket, before }: LineProps) {
  const { bucketId, kind, source, remaining, granted, expiresAt, scope } = bucket;
  const change = before === undefined ? null : differenceOf(before?.remaining ?? '0', remaining);
  const isChanged = before !== undefined && (before === null || PARTS.some((part) => before[part] !== bucket[part]));
  return (
    <li className={isChanged ? 'replay-bucket replay-bucket-changed' : 'replay-bucket'}>
      <div className="replay-bucket-head">
        <Badge tone={kind === 'prepaid' ? 'good' : kind === 'promo' ? 'info' : 'past'}>{kind}</Badge>
        <span>{source.replaceAll('_', ' ')}</span>
        <code className="muted">{bucketId}</code>
        {before === null && <Badge tone="good">new</Badge>}
      </div>
      <div className="replay-bucket-amount">
        {change !== null && !isZero(change) && <AmountText amount={change} signed />}{' '}
        <strong>
          <AmountText amount={remaining} />
        </strong>{' '}
        <span className="muted">
          of <AmountText amount={granted} />
        </span>
      </div>
      <Bar bucket={bucket} />
      <small className="muted replay-bucket-terms">
        {scopeWords(scope).map((words) => `${words} · `)}
        {expiresAt === null ? (
          'never expires'
        ) : (
          <>
            expires <TimeText at={expiresAt} />
          </>
        )}
      </small>
    </li>
  );
}

/** The whole bar is what was granted. */
export function Bar({ bucket }: { readonly bucket: Bucket }) {
  const parts = PARTS.filter((part) => isPositive(bucket[part]));
  const label = parts.map((part) => `${part} ${exactAmount(bucket[part])}`).join(', ');
  return (
    <div
      className="replay-bucket-bar"
      role="img"
      aria-label={`Of ${exactAmount(bucket.granted)}: ${label || 'nothing'}`}
    >
      {PARTS.map((part) => (
        <span
          key={part}
          className={`replay-part-${part}`}
          style={{ width: `${percentOf(bucket[part], bucket.granted)}%` }}
          title={`${exactAmount(bucket[part])} ${part}`}
        />
      ))}
    </div>
  );
}
