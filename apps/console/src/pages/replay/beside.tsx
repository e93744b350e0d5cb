/** Two moments beside each other, and what differs. */
import { AmountText } from '../../ui/amount-text.js';
import { StatusBadge } from '../../ui/badge.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { TimeText } from '../../ui/time-text.js';
import { classes } from '../../ui/classes.js';
import type { Moment } from './moment.js';
import { useStateAt } from './reads.js';
import { type Balance, type Bucket, FIGURES, differenceOf } from './state-panels.js';

type State = { readonly balance: Balance; readonly buckets: readonly Bucket[] };

type Row = { readonly what: string; readonly detail: string | null; readonly one: string; readonly other: string };

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'what',
    header: 'What',
    cell: ({ what, detail }) => (
      <>
        {what} {detail !== null && <code className="muted">{detail}</code>}
      </>
    ),
  },
  { id: 'one', header: 'The other moment', align: 'end', width: '22%', cell: ({ one }) => <AmountText amount={one} /> },
  {
    id: 'other',
    header: 'This moment',
    align: 'end',
    width: '22%',
    cell: ({ other }) => <AmountText amount={other} />,
  },
  {
    id: 'difference',
    header: 'Difference',
    align: 'end',
    width: '22%',
    cell: ({ one, other }) => <AmountText amount={differenceOf(one, other)} signed />,
  },
];

export function Beside({ one, other }: { readonly one: Moment; readonly other: Moment }) {
  const [first, second] = [useStateAt(one), useStateAt(other)];
  return (
    <Loaded of={first} label="Reading the other moment">
      {(before) => (
        <Loaded of={second} label="Reading this moment">
          {(after) => <Differences before={before} after={after} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Differences({ before, after }: { readonly before: State; readonly after: State }) {
  const note = (
    <span className="replay-moments">
      <Head state={before} /> <span aria-label="and">→</span> <Head state={after} />
    </span>
  );
  return (
    <Panel title="Two moments" note={note} flush>
      <DataTable
        label="What differs between the two moments"
        rows={[...balanceRows(before.balance, after.balance), ...bucketRows(before.buckets, after.buckets)]}
        columns={COLUMNS}
        rowKey={({ what, detail }) => `${what} ${detail ?? ''}`}
        rowClass={({ one, other }) => classes(one !== other && 'replay-differs')}
        minWidth="40rem"
      />
    </Panel>
  );
}

const Head = ({ state: { balance } }: { readonly state: State }) => (
  <>
    entry {balance.revision.toLocaleString('en-US')}, <TimeText at={balance.asOf} />{' '}
    <StatusBadge status={balance.status} />
  </>
);

const balanceRows = (before: Balance, after: Balance): readonly Row[] =>
  FIGURES.map((figure) => ({
    what: figure.charAt(0).toUpperCase() + figure.slice(1),
    detail: null,
    one: before[figure],
    other: after[figure],
  }));

/** What remains in each bucket of either moment. */
function bucketRows(before: readonly Bucket[], after: readonly Bucket[]): readonly Row[] {
  const all = new Map([...before, ...after].map((bucket) => [bucket.bucketId, bucket]));
  const remainingIn = (buckets: readonly Bucket[], bucketId: string): string =>
    buckets.find((bucket) => bucket.bucketId === bucketId)?.remaining ?? '0.00';
  return [...all.values()].map(({ bucketId, kind, source }) => ({
    what: `${kind}, ${source.replaceAll('_', ' ')}`,
    detail: bucketId,
    one: remainingIn(before, bucketId),
    other: remainingIn(after, bucketId),
  }));
}
