/** How it is: what an API process can read of the others, looked at again every two seconds. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../api/refusal.js';
import { duration } from '../../format/times.js';
import { useApi } from '../../session/session.js';
import { Badge, StatusBadge } from '../../ui/badge.js';
import { Banner } from '../../ui/banner.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { Tile, Tiles } from '../../ui/tile.js';
import { RelativeTime, TimeText } from '../../ui/time-text.js';
import './system.css';

type System = Schemas['SystemView'];
const LOOK_EVERY_MS = 2_000;

export function SystemPage() {
  const api = useApi();
  const system = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/system', { signal })),
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <Page title="System" lead="As the API process that answers you sees it, every two seconds anew.">
      <Loaded of={system}>
        {(seen) => (
          <>
            {seen.parts.map(
              ({ name, status, problem }) =>
                status !== 'ok' && (
                  <Banner key={name} tone="bad" title={`${PARTS[name]} does not answer as it should`}>
                    {problem ?? 'It was asked and gave no answer in time. Reads come from the log where they can.'}
                  </Banner>
                ),
            )}
            <Figures seen={seen} />
            <Builds builds={seen.builds} />
            <Followers followers={seen.followers} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const PARTS: Readonly<Record<System['parts'][number]['name'], string>> = { eventStore: 'Event store', redis: 'Redis' };
const READ_MODELS = { serving: 'good', rebuilding: 'wait', unavailable: 'bad' } as const;

const Figures = ({ seen: { parts, readModels, log, nextDue, checkpoint } }: { readonly seen: System }) => (
  <Tiles label="How it is">
    {parts.map(({ name, status }) => (
      <Tile key={name} label={PARTS[name]}>
        <StatusBadge status={status} />
      </Tile>
    ))}
    <Tile label="Read models">
      <Badge tone={READ_MODELS[readModels.status]}>{readModels.status}</Badge>
    </Tile>
    <Tile
      label="Projector waits for"
      note={readModels.lagMs === null ? 'unknown' : waitsFor(readModels.waitingEvents, readModels.lagMs)}
      tone={readModels.waitingEvents ? 'wait' : 'neutral'}
    >
      {readModels.waitingEvents === null ? '–' : `${readModels.waitingEvents}${readModels.hasMore ? '+' : ''} events`}
    </Tile>
    <Tile label="End of the log" note={log.lastRecordedAt !== null && <RelativeTime at={log.lastRecordedAt} />}>
      {log.position ?? 'empty'}
    </Tile>
    <Tile
      label="Falls due next"
      tone={nextDue !== null && nextDue.overdueMs > 0 ? 'bad' : 'neutral'}
      note={
        nextDue !== null && (
          <Link to="/accounts/$accountId" params={{ accountId: nextDue.accountId }}>
            {nextDue.accountId}
          </Link>
        )
      }
    >
      {nextDue === null ? 'nothing' : <RelativeTime at={nextDue.dueAt} />}
    </Tile>
    <Tile label="Newest checkpoint" note={checkpoint !== null && <TimeText at={checkpoint.madeAt} />}>
      {checkpoint === null ? 'none yet' : `No. ${checkpoint.number}`}
    </Tile>
  </Tiles>
);

const waitsFor = (events: number | null, lagMs: number): string =>
  events === 0 ? 'it is up to date' : `the first for ${duration(lagMs)}`;

const BUILDS: readonly Column<System['builds'][number]>[] = [
  { id: 'build', header: 'Build', width: '14rem', cell: ({ build }) => <code>{build}</code> },
  { id: 'readModel', header: 'Makes anew', width: '10rem', cell: ({ readModel }) => readModel ?? 'all read models' },
  { id: 'position', header: 'Has come to', width: '12rem', cell: ({ position }) => position ?? 'the beginning' },
  {
    id: 'progress',
    header: 'Is made',
    cell: ({ build, percent }) =>
      percent === null ? (
        'unknown'
      ) : (
        <span className="system-progress">
          <progress max={100} value={percent} aria-label={`Progress of ${build}`} /> {percent} %
        </span>
      ),
  },
];

const Builds = ({ builds }: { readonly builds: System['builds'] }) => (
  <Panel title="Read models that are being built" note="Beside those that serve, until they have caught up" flush>
    {builds.length === 0 ? (
      <Empty title="None is being built" />
    ) : (
      <DataTable label="Builds" rows={builds} columns={BUILDS} rowKey={({ build }) => build} minWidth="48rem" />
    )}
  </Panel>
);

const DOES: Readonly<Record<System['followers'][number]['name'], string>> = {
  redemptions: 'Finishes redemptions of promo codes',
  'plan-terms': 'Brings changed plans to their accounts',
  webhooks: 'Schedules deliveries of webhooks',
};

const FOLLOWERS: readonly Column<System['followers'][number]>[] = [
  { id: 'name', header: 'Follower', width: '10rem', cell: ({ name }) => name },
  { id: 'does', header: 'What it does', cell: ({ name }) => DOES[name] },
  { id: 'position', header: 'Checkpoint', width: '12rem', cell: ({ position }) => position ?? 'none yet' },
];

const Followers = ({ followers }: { readonly followers: System['followers'] }) => (
  <Panel title="Process manager" note="Past events without effect, a checkpoint moves now and then only" flush>
    <DataTable label="Followers" rows={followers} columns={FOLLOWERS} rowKey={({ name }) => name} minWidth="36rem" />
  </Panel>
);
