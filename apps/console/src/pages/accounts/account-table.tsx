import { Link, useNavigate } from '@tanstack/react-router';
import type { Paged } from '../../api/pages.js';
import { isPositive } from '../../format/decimals.js';
import { AmountText } from '../../ui/amount-text.js';
import { StatusBadge } from '../../ui/badge.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { ListFoot } from '../../ui/list-foot.js';
import { Empty, Loading } from '../../ui/states.js';
import { RelativeTime, TimeText } from '../../ui/time-text.js';
import type { Account } from './use-accounts.js';

const COLUMNS: readonly Column<Account>[] = [
  {
    id: 'account',
    header: 'Account',
    cell: ({ accountId, name }) => (
      <span className="accounts-name">
        <Link to="/accounts/$accountId" params={{ accountId }} tabIndex={-1}>
          {name ?? accountId}
        </Link>
        {name !== null && <code className="muted">{accountId}</code>}
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '13rem',
    cell: ({ status, graceDeadline }) => (
      <span className="accounts-status">
        <StatusBadge status={status} />
        {status === 'grace' && graceDeadline !== null && (
          <small className="muted">
            ends <RelativeTime at={graceDeadline} />
          </small>
        )}
      </span>
    ),
  },
  {
    id: 'overdraft',
    header: 'Overdraft',
    align: 'end',
    width: '9rem',
    cell: ({ overdraft }) => (
      <span className={isPositive(overdraft) ? 'amount-out' : 'muted'}>
        <AmountText amount={overdraft} />
      </span>
    ),
  },
  {
    id: 'available',
    header: 'Available',
    align: 'end',
    width: '10rem',
    cell: ({ available }) => <AmountText amount={available} />,
  },
  { id: 'held', header: 'Held', align: 'end', width: '9rem', cell: ({ held }) => <AmountText amount={held} /> },
  { id: 'opened', header: 'Opened', width: '9rem', cell: ({ openedAt }) => <TimeText at={openedAt} dateOnly /> },
];

const keyOf = ({ accountId }: Account): string => accountId;

export function AccountTable({ accounts }: { readonly accounts: Paged<Account> }) {
  const navigate = useNavigate();
  const { rows, more, query } = accounts;
  if (rows.length === 0) {
    if (query.hasNextPage) return <Loading label="Looking for accounts" />;
    return <Empty title="No account is like that">Look for a part of its id or name, or for another status.</Empty>;
  }
  return (
    <DataTable
      label="Accounts"
      rows={rows}
      columns={COLUMNS}
      rowKey={keyOf}
      onOpen={({ accountId }) => void navigate({ to: '/accounts/$accountId', params: { accountId } })}
      height="calc(100dvh - 15rem)"
      onEnd={more}
      minWidth="64rem"
      foot={<ListFoot of={accounts} noun={rows.length === 1 ? 'account' : 'accounts'} />}
    />
  );
}
