/** The moment that is shown: the entry that led to it, and the account before and after. */
import { Loaded } from '../../ui/loaded.js';
import { Empty } from '../../ui/states.js';
import { EntryPanel } from './entry-panel.js';
import { type Place, momentOf } from './moment.js';
import { type ReplayItem, useEntry, useStateAt } from './reads.js';
import { BalancePanel, BucketsPanel } from './state-panels.js';

/** Right after an entry. */
export function AtEntry({ revision, newest }: { readonly revision: number; readonly newest: number }) {
  const entry = useEntry(revision, newest);
  return (
    <Loaded of={entry} label={`Reading entry ${revision}`}>
      {(item) => (item === null ? <Empty title="Reading the entry…" /> : <Stage item={item} />)}
    </Loaded>
  );
}

const Stage = ({ item }: { readonly item: ReplayItem }) => (
  <div className="replay-stage">
    <EntryPanel item={item} />
    <div className="replay-state">
      <BalancePanel before={item.before.balance} after={item.after.balance} />
      <BucketsPanel before={item.before.buckets} after={item.after.buckets} />
    </div>
  </div>
);

/** At a time: what was recorded by then, or what had happened by then. */
export function AtTime({ place, newest }: { readonly place: Place; readonly newest: number }) {
  const state = useStateAt(momentOf(place));
  const revision = state.data?.balance.revision ?? 0;
  return (
    <Loaded of={state} label="Reading the past">
      {({ balance, buckets }) => (
        <div className="replay-stage">
          {place.scale === 'recorded' ? (
            <LastEntry revision={revision} newest={newest} />
          ) : (
            <section className="panel panel-body">
              <h2>Time in effect</h2>
              <p className="muted replay-words">
                Late usage counts when it was used, and what fell due counts from its date, whenever either was
                recorded. Entries up to {balance.revision.toLocaleString('en-US')} are known to this view.
                {balance.final === false && ' Something may still be recorded for this time.'}
              </p>
            </section>
          )}
          <div className="replay-state">
            <BalancePanel after={balance} />
            <BucketsPanel after={buckets} />
          </div>
        </div>
      )}
    </Loaded>
  );
}

function LastEntry({ revision, newest }: { readonly revision: number; readonly newest: number }) {
  const entry = useEntry(Math.max(1, revision), newest);
  if (revision === 0) return <Empty title="Nothing was recorded by then" />;
  return (
    <Loaded of={entry} label="Reading the entry">
      {(item) =>
        item === null ? <Empty title="Reading the entry…" /> : <EntryPanel item={item} title="The last entry by then" />
      }
    </Loaded>
  );
}
