/** The history as its owner sees it, newest first: as long as it is, it scrolls. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { useAccountId } from '../reads.js';
import { CsvButton } from './csv-button.js';
import { HistoryFilters } from './history-filters.js';
import { NewerRows } from './newer-rows.js';
import { type HistorySearch, instantsOf } from './search.js';
import { TransactionDialog } from './transaction-dialog.js';
import { TransactionTable } from './transaction-table.js';
import './transactions.css';

const route = getRouteApi('/accounts/$accountId/transactions');
const PAGE_SIZE = 500;

export function TransactionsView() {
  const api = useApi();
  const accountId = useAccountId();
  const { type, status, service, from, to, open } = route.useSearch();
  const navigate = useNavigate({ from: '/accounts/$accountId/transactions' });
  const filter = {
    ...(type && { type }),
    ...(status && { status }),
    ...(service && { service }),
    ...instantsOf({ ...(from && { from }), ...(to && { to }) }),
  };
  const key = ['account', accountId, 'transactions', filter];
  const transactions = usePaged({
    key,
    stays: true,
    page: async (cursor, signal) => {
      const query = { ...filter, limit: PAGE_SIZE, ...(cursor && { cursor }) };
      const page = await answerOf(
        api.GET('/v1/accounts/{accountId}/transactions', { params: { path: { accountId }, query }, signal }),
      );
      if (typeof page === 'string') throw new TypeError('A page of the history came as CSV');
      return page;
    },
  });
  const find = useCallback(
    (wanted: HistorySearch) =>
      void navigate({
        search: ({ revision, asOf, effective }) => ({
          ...wanted,
          ...(revision !== undefined && { revision }),
          ...(asOf !== undefined && { asOf }),
          ...(effective !== undefined && { effective }),
        }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const search: HistorySearch = route.useSearch();
  const show = useCallback(
    (id: string | undefined) => find({ ...without(search), ...(id && { open: id }) }),
    [find, search],
  );
  return (
    <Panel title="Transactions" note="newest first" flush actions={<CsvButton filter={filter} />}>
      <HistoryFilters search={search} find={find} />
      <NewerRows shown={transactions.query} queryKey={key} />
      <Loaded of={transactions.query} label="Reading the history">
        {() =>
          transactions.rows.length === 0 ? (
            <Empty title="Nothing of this kind has happened" />
          ) : (
            <TransactionTable transactions={transactions} open={open} show={show} />
          )
        }
      </Loaded>
      {open !== undefined && (
        <TransactionDialog transactionId={open} known={transactions.rows} onClose={() => show(undefined)} />
      )}
    </Panel>
  );
}

const without = ({ type, status, service, from, to }: HistorySearch): HistorySearch => ({
  ...(type && { type }),
  ...(status && { status }),
  ...(service && { service }),
  ...(from && { from }),
  ...(to && { to }),
});
