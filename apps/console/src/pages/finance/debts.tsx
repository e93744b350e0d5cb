/** Who owes: usage that nothing paid for, for the next invoice. */
import { usePaged } from '../../api/pages.js';
import { answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import type { Schemas } from '#client/client.js';
import { AmountText } from '../../ui/amount-text.js';
import { StatusBadge } from '../../ui/badge.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { ListFoot } from '../../ui/list-foot.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { RelativeTime } from '../../ui/time-text.js';
import { AccountLink } from './account-link.js';

type Account = Schemas['AccountItem'];

const COLUMNS: readonly Column<Account>[] = [
  { id: 'account', header: 'Account', cell: ({ accountId }) => <AccountLink accountId={accountId} /> },
  { id: 'name', header: 'Name', cell: ({ name }) => name ?? '' },
  { id: 'status', header: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'ends',
    header: 'Service ends',
    width: '10rem',
    cell: ({ status, graceDeadline }) =>
      status === 'grace' && graceDeadline !== null ? <RelativeTime at={graceDeadline} /> : '',
  },
  {
    id: 'owes',
    header: 'Owes',
    align: 'end',
    width: '9rem',
    cell: ({ overdraft }) => (
      <span className="amount-out">
        <AmountText amount={overdraft} />
      </span>
    ),
  },
];

export function DebtsView() {
  const api = useApi();
  const list = usePaged<Account>({
    key: ['debts'],
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/accounts', {
          params: { query: { inDebt: 'true', limit: 100, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
  return (
    <Panel title="Accounts in debt" note="Usage that nothing has paid for yet: for the next invoice" flush>
      <Loaded of={list.query}>
        {() =>
          list.rows.length === 0 ? (
            <Empty title="Nobody owes anything" />
          ) : (
            <DataTable
              label="Accounts in debt"
              rows={list.rows}
              columns={COLUMNS}
              rowKey={({ accountId }) => accountId}
              onEnd={list.more}
              minWidth="46rem"
              foot={<ListFoot of={list} noun={list.rows.length === 1 ? 'account' : 'accounts'} />}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
