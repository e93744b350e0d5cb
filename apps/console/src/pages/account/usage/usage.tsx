/** What was used: by day and by model, of the last days, as days are where the viewer is. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { exactAmount } from '../../../format/amounts.js';
import { useNow } from '../../../session/now.js';
import { useApi } from '../../../session/session.js';
import { Choice } from '../../../ui/field.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { useAccountId } from '../reads.js';
import { byDay, byModel } from './by-day.js';
import { DayBars } from './day-bars.js';
import { Shares } from './shares.js';
import { SPANS } from './search.js';
import './usage.css';

const route = getRouteApi('/accounts/$accountId/usage');
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SPAN_OPTIONS = Object.fromEntries(SPANS.map((days) => [days, `Last ${days} days`])) as Record<
  (typeof SPANS)[number],
  string
>;
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function UsageView() {
  const api = useApi();
  const accountId = useAccountId();
  const { days = '30' } = route.useSearch();
  const navigate = useNavigate({ from: '/accounts/$accountId/usage' });
  // By the minute, so that the address of what is read does not change with every tick.
  const toMs = Math.ceil(useNow() / MINUTE_MS) * MINUTE_MS;
  const from = new Date(toMs - Number(days) * DAY_MS).toISOString();
  const usage = useQuery({
    queryKey: ['account', accountId, 'usage', days, toMs],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/v1/accounts/{accountId}/usage', {
          params: { path: { accountId }, query: { from, by: 'day,product,model', timeZone } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const choose = (
    <Choice
      label="Days"
      value={days}
      options={SPAN_OPTIONS}
      onChange={(chosen) => void navigate({ search: (search) => ({ ...search, days: chosen }), replace: true })}
    />
  );
  return (
    <Loaded of={usage} label="Reading usage">
      {(read) => <Usage usage={read} choose={choose} />}
    </Loaded>
  );
}

const dayOf = (instant: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(Date.parse(instant));

function Usage({ usage, choose }: { readonly usage: Schemas['UsageView']; readonly choose: ReactNode }) {
  const { items, total, from, to } = usage;
  return (
    <>
      <Panel title="By day" note={`${exactAmount(total)} credits in all`} actions={choose}>
        {items.length === 0 ? (
          <Empty title="Nothing was used in these days" />
        ) : (
          <DayBars days={byDay(items, dayOf(from), dayOf(to))} />
        )}
      </Panel>
      {items.length > 0 && (
        <Panel title="By model" note="charged less refunded, the most first">
          <Shares label="Usage by model" shares={byModel(items)} />
        </Panel>
      )}
    </>
  );
}
