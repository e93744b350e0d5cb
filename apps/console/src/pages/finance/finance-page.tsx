import { Outlet } from '@tanstack/react-router';
import { type Permission, may } from '../../session/roles.js';
import { useSession } from '../../session/session.js';
import { Page } from '../../ui/page.js';
import { type Tab, Tabs } from '../../ui/tabs.js';
import './finance.css';

const TABS: readonly (Tab & { readonly needs: Permission })[] = [
  {
    label: 'Purchases',
    needs: 'read purchases',
    link: { to: '/finance', activeOptions: { exact: true, includeSearch: false } },
  },
  { label: 'Withdrawals', needs: 'read withdrawals', link: { to: '/finance/withdrawals' } },
  { label: 'Debts', needs: 'list accounts', link: { to: '/finance/debts' } },
  { label: 'Grants', needs: 'grant credits', link: { to: '/finance/grants' } },
  { label: 'Promo codes', needs: 'read promo codes', link: { to: '/finance/codes' } },
  { label: 'Plans', needs: 'list accounts', link: { to: '/finance/plans' } },
  { label: 'Prices', needs: 'list accounts', link: { to: '/finance/prices' } },
  { label: 'Webhooks', needs: 'read webhooks', link: { to: '/finance/webhooks' } },
];

export function FinancePage() {
  const { role } = useSession();
  return (
    <Page title="Finance">
      <Tabs label="Views of finance" tabs={TABS.filter(({ needs }) => may(role, needs))} />
      <Outlet />
    </Page>
  );
}
