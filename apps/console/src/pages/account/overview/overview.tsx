/** Where the credits are, and how they got there. */
import { Panel } from '../../../ui/panel.js';
import { Loaded } from '../../../ui/loaded.js';
import { isPast } from '../moment.js';
import { useBalanceOf, useBucketsOf, useMoment, useOverview } from '../reads.js';
import { BalanceChart } from './chart/balance-chart.js';
import { Waterfall } from './waterfall.js';

const NONE: readonly never[] = [];

export function OverviewView() {
  const moment = useMoment();
  const showsPast = isPast(moment);
  const buckets = useBucketsOf(moment);
  const openedAt = useOverview().data?.account.openedAt;
  const shownAt = useBalanceOf(moment).data?.asOf;
  return (
    <>
      <Panel
        title="Buckets"
        note={showsPast ? 'in the order in which usage drew on them then' : 'in the order in which usage draws on them'}
      >
        <Loaded of={buckets} label="Reading buckets">
          {({ items }) => <Waterfall buckets={items} isPast={showsPast} />}
        </Loaded>
      </Panel>
      {openedAt !== undefined && (
        <BalanceChart
          buckets={buckets.data?.items ?? NONE}
          momentMs={showsPast && shownAt !== undefined ? Date.parse(shownAt) : null}
          openedMs={Date.parse(openedAt)}
        />
      )}
    </>
  );
}
