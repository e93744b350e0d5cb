/** The balance over time: dragged over, or moved by buttons, and what is marked in it as a list, too. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { answerOf } from '../../../../api/refusal.js';
import { exactAmount } from '../../../../format/amounts.js';
import { localTime } from '../../../../format/times.js';
import { useNow } from '../../../../session/now.js';
import { useApi } from '../../../../session/session.js';
import { Button } from '../../../../ui/button.js';
import { Loaded } from '../../../../ui/loaded.js';
import { Panel } from '../../../../ui/panel.js';
import { useAccountId, useMoment } from '../../reads.js';
import type { Bucket } from '../../buckets-in-order.js';
import { MarksList } from './marks-list.js';
import { Plot } from './plot.js';
import { useMarks } from './use-marks.js';
import { type ChartWindow, SPANS_DAYS, lastDays, moved, searchOf, windowOf, zoomed } from './window.js';
import './chart.css';

const route = getRouteApi('/accounts/$accountId/');
const POINTS = 400;

type Props = {
  readonly buckets: readonly Bucket[];
  /** That the page shows; null for now. */
  readonly momentMs: number | null;
  readonly openedMs: number;
};

export function BalanceChart({ buckets, momentMs, openedMs }: Props) {
  const api = useApi();
  const accountId = useAccountId();
  const moment = useMoment();
  const navigate = useNavigate({ from: '/accounts/$accountId/' });
  const nowMs = useNow();
  const { since, until } = route.useSearch();
  const { from, to } = windowOf({ ...(since && until && { since, until }) }, nowMs, openedMs);
  const shown = useMemo(() => ({ from, to }), [from, to]);
  const marks = useMarks(buckets, shown, momentMs);
  const history = useQuery({
    queryKey: ['account', accountId, 'balance-history', from, to],
    queryFn: ({ signal }) => {
      const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: POINTS };
      return answerOf(
        api.GET('/v1/accounts/{accountId}/balance-history', { params: { path: { accountId }, query }, signal }),
      );
    },
    placeholderData: keepPreviousData,
  });
  const choose = useCallback(
    (window: ChartWindow) =>
      void navigate({ search: (search) => ({ ...search, ...searchOf(window) }), replace: true, resetScroll: false }),
    [navigate],
  );
  const showLast = (days: number): void => choose(lastDays(days, nowMs));
  const reset = (): void => void navigate({ search: moment, replace: true, resetScroll: false });
  return (
    <Panel
      title="Balance over time"
      note={`${localTime(new Date(from).toISOString())} – ${localTime(new Date(to).toISOString())}; drag to zoom`}
      actions={
        <div className="chart-actions" role="group" aria-label="What the chart shows">
          <Button small tone="quiet" aria-label="Earlier" onClick={() => choose(moved(shown, -1))}>
            ‹
          </Button>
          <Button small tone="quiet" aria-label="Later" onClick={() => choose(moved(shown, 1))}>
            ›
          </Button>
          <Button small tone="quiet" aria-label="Zoom in" onClick={() => choose(zoomed(shown, 'in'))}>
            +
          </Button>
          <Button small tone="quiet" aria-label="Zoom out" onClick={() => choose(zoomed(shown, 'out'))}>
            −
          </Button>
          <Button small onClick={() => showLast(SPANS_DAYS.week)}>
            7 days
          </Button>
          <Button small onClick={reset}>
            30 days
          </Button>
          <Button small onClick={() => showLast(SPANS_DAYS.quarter)}>
            90 days
          </Button>
        </div>
      }
    >
      <Loaded of={history} label="Reading the balance over time">
        {({ points }) => (
          <>
            <Plot points={points} marks={marks} window={shown} label={spoken(points)} onChoose={choose} />
            <MarksList marks={marks} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function spoken(points: readonly { readonly at: string; readonly total: string }[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'The balance over time';
  const from = `${exactAmount(first.total)} at ${localTime(first.at)}`;
  return `The balance over time: from ${from} to ${exactAmount(last.total)} at ${localTime(last.at)}`;
}
