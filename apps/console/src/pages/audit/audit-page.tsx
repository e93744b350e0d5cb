import { Outlet } from '@tanstack/react-router';
import { Page } from '../../ui/page.js';
import { type Tab, Tabs } from '../../ui/tabs.js';
import './audit.css';

const TABS: readonly Tab[] = [
  { label: 'Trial balance', link: { to: '/audit', activeOptions: { exact: true, includeSearch: false } } },
  { label: 'Month’s report', link: { to: '/audit/report' } },
  { label: 'Statements', link: { to: '/audit/statement' } },
  { label: 'Checkpoints', link: { to: '/audit/checkpoints' } },
  { label: 'Proof of an entry', link: { to: '/audit/proof' } },
];

export const AuditPage = () => (
  <Page title="Audit">
    <Tabs label="Views of audit" tabs={TABS} />
    <Outlet />
  </Page>
);
