/** What stands around every view of an account: who it is, what it has, whether it is in trouble, and the way to the views. */
import { Link, Outlet } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { Copied } from '../../ui/copied.js';
import { StatusBadge } from '../../ui/badge.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { TimeText } from '../../ui/time-text.js';
import { AccountTabs } from './account-tabs.js';
import { BalanceTiles } from './balance-tiles.js';
import { GraceBanner } from './grace-banner.js';
import { type Moment, isPast } from './moment.js';
import { PastBanner } from './past-banner.js';
import { useAccountId, useBalanceOf, useMoment, useOverview } from './reads.js';
import './account.css';

type Overview = Schemas['Overview'];

export function AccountPage() {
  const accountId = useAccountId();
  const overview = useOverview();
  return (
    <>
      <Breadcrumb />
      <Loaded of={overview} label="Reading the account" around={(state) => <Page title={accountId}>{state}</Page>}>
        {(read) => <Account overview={read} />}
      </Loaded>
    </>
  );
}

const Breadcrumb = () => (
  <nav className="breadcrumb" aria-label="Where you are">
    <Link to="/accounts">Accounts</Link>
  </nav>
);

function Account({ overview }: { readonly overview: Overview }) {
  const { account, balance } = overview;
  const moment = useMoment();
  const lead = (
    <span className="account-lead">
      <Copied text={account.accountId} label="the account's id" />
      <span>
        opened <TimeText at={account.openedAt} dateOnly />
      </span>
      <span>revision {balance.revision.toLocaleString('en-US')}</span>
      <span>{overview.plan.plan} plan</span>
    </span>
  );
  return (
    <Page title={account.name ?? account.accountId} beside={<StatusBadge status={balance.status} />} lead={lead}>
      {isPast(moment) ? <PastHead moment={moment} /> : <PresentHead overview={overview} />}
      <AccountTabs overview={overview} />
      <Outlet />
    </Page>
  );
}

const PresentHead = ({ overview }: { readonly overview: Overview }) => (
  <>
    <GraceBanner overview={overview} />
    <BalanceTiles balance={overview.balance} />
  </>
);

function PastHead({ moment }: { readonly moment: Moment }) {
  const balance = useBalanceOf(moment);
  return (
    <Loaded of={balance} label="Reading the past">
      {(read) => (
        <>
          <PastBanner moment={moment} balance={read} />
          <BalanceTiles balance={read} />
        </>
      )}
    </Loaded>
  );
}
