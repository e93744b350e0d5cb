import type { Schemas } from '#client/client.js';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { StatusBadge } from '../../../ui/badge.js';
import type { Column } from '../../../ui/data-table.js';
import { RelativeTime, TimeText } from '../../../ui/time-text.js';
import { useAccountId } from '../reads.js';
import { AccountList } from './account-list.js';

type Hold = Schemas['HoldView'];

const COLUMNS: readonly Column<Hold>[] = [
  {
    id: 'hold',
    header: 'Hold',
    cell: ({ holdId, description }) => (
      <span title={holdId}>
        {description} <code className="muted">{holdId}</code>
      </span>
    ),
  },
  {
    id: 'product',
    header: 'Product',
    width: '12rem',
    cell: ({ product, model, gpu }) => [product, model ?? gpu].filter(Boolean).join(', '),
  },
  { id: 'status', header: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'amount', header: 'Placed', align: 'end', width: '9rem', cell: ({ amount }) => <AmountText amount={amount} /> },
  {
    id: 'captured',
    header: 'Captured',
    align: 'end',
    width: '9rem',
    cell: ({ captured }) => <AmountText amount={captured} />,
  },
  { id: 'held', header: 'Still held', align: 'end', width: '9rem', cell: ({ held }) => <AmountText amount={held} /> },
  { id: 'placed', header: 'Placed at', width: '14.5rem', cell: ({ placedAt }) => <TimeText at={placedAt} /> },
  {
    id: 'ends',
    header: 'Settled or expires',
    width: '14.5rem',
    cell: ({ settledAt, expiresAt }) =>
      settledAt === null ? (
        <>
          expires <RelativeTime at={expiresAt} />
        </>
      ) : (
        <TimeText at={settledAt} />
      ),
  },
];

export function HoldsView() {
  const api = useApi();
  const accountId = useAccountId();
  const list = usePaged<Hold>({
    key: ['account', accountId, 'holds'],
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/accounts/{accountId}/holds', {
          params: { path: { accountId }, query: cursor ? { cursor } : {} },
          signal,
        }),
      ),
  });
  return (
    <AccountList
      title="Holds"
      note="credits set aside for deployments, newest first"
      noun="holds"
      list={list}
      columns={COLUMNS}
      rowKey={({ holdId }) => holdId}
      minWidth="92rem"
      none="Nothing was ever held on this account"
    />
  );
}
