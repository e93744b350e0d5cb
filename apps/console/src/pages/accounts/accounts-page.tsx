/** Which accounts there are: looked for by id or name, by status, by debt; the worst first. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useSession } from '../../session/session.js';
import { may } from '../../session/roles.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { AccountById } from './account-by-id.js';
import { AccountFilters } from './account-filters.js';
import { AccountTable } from './account-table.js';
import { useAccounts } from './use-accounts.js';
import type { AccountsSearch } from './search.js';
import './accounts.css';

const route = getRouteApi('/accounts');

export function AccountsPage() {
  const { role } = useSession();
  return (
    <Page title="Accounts">
      {may(role, 'list accounts') ? (
        <AccountList />
      ) : (
        <Panel title="Open an account">
          <AccountById />
        </Panel>
      )}
    </Page>
  );
}

function AccountList() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/accounts' });
  const accounts = useAccounts(search);
  const find = (wanted: AccountsSearch): void => void navigate({ search: wanted, replace: true });
  return (
    <Panel title="The worst first" note="In grace, suspended, in debt, then the others; the newest of each first" flush>
      <AccountFilters search={search} find={find} />
      <Loaded of={accounts.query} label="Looking for accounts">
        {() => <AccountTable accounts={accounts} />}
      </Loaded>
    </Panel>
  );
}
