/** Which accounts there are: looked for by id or name, by status, by debt. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import { AmountText } from '../../ui/amount-text.js';
import { StatusBadge } from '../../ui/badge.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { TimeText } from '../../ui/time-text.js';

type Account = Schemas['AccountItem'];

const route = getRouteApi('/accounts');
const PAGE_SIZE = 50;

const COLUMNS: readonly Column<Account>[] = [
  { id: 'account', header: 'Account', cell: ({ accountId, name }) => name ?? accountId },
  { id: 'status', header: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'available', header: 'Available', align: 'end', cell: ({ available }) => <AmountText amount={available} /> },
  { id: 'overdraft', header: 'Overdraft', align: 'end', cell: ({ overdraft }) => <AmountText amount={overdraft} /> },
  { id: 'opened', header: 'Opened', cell: ({ openedAt }) => <TimeText at={openedAt} dateOnly /> },
];

export function AccountsPage() {
  const api = useApi();
  const { inDebt, ...search } = route.useSearch();
  const accounts = useInfiniteQuery({
    queryKey: ['accounts', search, inDebt],
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        api.GET('/v1/accounts', {
          params: {
            query: {
              ...search,
              ...(inDebt && { inDebt: 'true' as const }),
              limit: PAGE_SIZE,
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <Page title="Accounts">
      <Panel title="All accounts" flush>
        <Loaded of={accounts}>
          {({ pages }) => {
            const rows = pages.flatMap(({ items }) => items);
            if (rows.length === 0) return <Empty title="No account is like that" />;
            return (
              <DataTable
                label="Accounts"
                rows={rows}
                columns={COLUMNS}
                rowKey={({ accountId }) => accountId}
                minWidth="40rem"
              />
            );
          }}
        </Loaded>
      </Panel>
    </Page>
  );
}
