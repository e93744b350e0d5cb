/** How accounts are shown in text. */
import type { BucketView } from '#from-log/bucket-view.js';
import { type Column, table } from '../terminal/table.js';

export type Amounts = Pick<BucketView, 'remaining' | 'held' | 'spent' | 'lapsed' | 'withdrawn' | 'granted'>;

const scopeOf = ({ scope }: Pick<BucketView, 'scope'>): string =>
  Object.entries(scope ?? {})
    .map(([dimension, values]) => `${dimension}=${values.join(',')}`)
    .join(' ');

const BUCKETS: readonly Column<BucketView>[] = [
  { title: 'bucket', of: ({ bucketId }) => bucketId },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'source', of: ({ source }) => source },
  ...(['granted', 'remaining', 'held', 'spent', 'lapsed', 'withdrawn'] as const).map((part): Column<BucketView> => ({
    title: part,
    of: (bucket) => bucket[part],
    align: 'right',
  })),
  { title: 'effective', of: ({ effectiveAt }) => effectiveAt },
  { title: 'expires', of: ({ expiresAt }) => expiresAt },
  { title: 'scope', of: scopeOf },
];

export const bucketsTable = (items: readonly BucketView[]): string => table(BUCKETS, items);
