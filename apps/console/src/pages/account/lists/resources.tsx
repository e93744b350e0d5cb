import type { Schemas } from '#client/client.js';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Badge, StatusBadge } from '../../../ui/badge.js';
import type { Column } from '../../../ui/data-table.js';
import { TimeText } from '../../../ui/time-text.js';
import { useAccountId } from '../reads.js';
import { AccountList } from './account-list.js';

type Resource = Schemas['ResourceView'];

const COLUMNS: readonly Column<Resource>[] = [
  {
    id: 'resource',
    header: 'Resource',
    cell: ({ resourceId, name }) => (
      <span title={resourceId}>
        {name ?? resourceId} {name !== null && <code className="muted">{resourceId}</code>}
      </span>
    ),
  },
  { id: 'kind', header: 'Kind', width: '7rem', cell: ({ kind }) => kind },
  {
    id: 'product',
    header: 'Product',
    width: '10rem',
    cell: ({ product, gpu }) => (gpu === null ? product : `${product}, ${gpu}`),
  },
  {
    id: 'status',
    header: 'Status',
    width: '12rem',
    cell: ({ status, accessible }) => (
      <>
        <StatusBadge status={status} /> {!accessible && <Badge tone="bad">inaccessible</Badge>}
      </>
    ),
  },
  {
    id: 'rate',
    header: 'An hour',
    align: 'end',
    width: '7rem',
    cell: ({ ratePerHour }) => <AmountText amount={ratePerHour} />,
  },
  {
    id: 'hours',
    header: 'Hours',
    align: 'end',
    width: '7rem',
    cell: ({ hoursServed }) => <AmountText amount={hoursServed} />,
  },
  {
    id: 'charged',
    header: 'Charged',
    align: 'end',
    width: '9rem',
    cell: ({ charged }) => <AmountText amount={charged} decimals={4} />,
  },
  {
    id: 'accumulating',
    header: 'Accumulating',
    align: 'end',
    width: '9rem',
    cell: ({ accumulating }) => <AmountText amount={accumulating} decimals={4} />,
  },
  { id: 'started', header: 'Started', width: '14.5rem', cell: ({ startedAt }) => <TimeText at={startedAt} /> },
  {
    id: 'stopped',
    header: 'Stopped',
    width: '14.5rem',
    cell: ({ stoppedAt }) => (stoppedAt === null ? <span className="muted">–</span> : <TimeText at={stoppedAt} />),
  },
];

export function ResourcesView() {
  const api = useApi();
  const accountId = useAccountId();
  const list = usePaged<Resource>({
    key: ['account', accountId, 'resources'],
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/accounts/{accountId}/resources', {
          params: { path: { accountId }, query: cursor ? { cursor } : {} },
          signal,
        }),
      ),
  });
  return (
    <AccountList
      title="Resources"
      note="what runs and has run, the latest start first"
      noun="resources"
      list={list}
      columns={COLUMNS}
      rowKey={({ resourceId, startedAt }) => `${resourceId} ${startedAt}`}
      minWidth="104rem"
      none="Nothing has run on this account"
    />
  );
}
