/** An account's whole life, entry by entry or by either clock: what it was, what changed it, and who did. */
import { Link, getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Schemas } from '#client/client.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Beside } from './beside.js';
import { Controls } from './controls.js';
import { type Life, type Place, besidePlace, momentOf, placeOf, searchOf } from './moment.js';
import { PastBanner } from './past-banner.js';
import { AtEntry, AtTime } from './stage.js';
import { useAccount, useAccountId } from './reads.js';
import './replay.css';

const route = getRouteApi('/accounts/$accountId/replay');

export function ReplayPage() {
  const accountId = useAccountId();
  const account = useAccount();
  return (
    <>
      <nav className="breadcrumb" aria-label="Where you are">
        <Link to="/accounts">Accounts</Link> <span aria-hidden="true">/</span>{' '}
        <Link to="/accounts/$accountId" params={{ accountId }}>
          {accountId}
        </Link>
      </nav>
      <Loaded of={account} label={`Reading ${accountId}`}>
        {(read) => <Replay account={read} />}
      </Loaded>
    </>
  );
}

function Replay({ account }: { readonly account: Schemas['AccountAnswer'] }) {
  const { openedAt, revision, balance, name, accountId } = account;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const life: Life = { newest: revision, openedMs: Date.parse(openedAt), endMs: Date.parse(balance.asOf) };
  const place = placeOf(search, life.newest);
  const beside = besidePlace(search, place.scale);
  const go = useCallback(
    (next: Place, nextBeside: Place | null) =>
      void navigate({ search: searchOf(next, nextBeside), replace: true, resetScroll: false }),
    [navigate],
  );
  return (
    <Page title={`Replay of ${name ?? accountId}`}>
      <PastBanner place={place} newest={life.newest} />
      <Controls life={life} place={place} beside={beside} go={go} />
      {beside !== null && <Beside one={momentOf(beside)} other={momentOf(place)} />}
      {beside === null && place.scale === 'entry' && <AtEntry revision={place.at} newest={life.newest} />}
      {beside === null && place.scale !== 'entry' && <AtTime place={place} newest={life.newest} />}
    </Page>
  );
}
