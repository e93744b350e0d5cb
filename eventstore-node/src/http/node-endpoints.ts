import type { Member } from '../services/gossip.js';
import { nested, type Stats } from '../services/node-stats.js';
import { SERVER_VERSION } from '../services/server-features.js';
import { ok, refusal, type Endpoint, type EndpointParts } from './endpoint.js';

/** The server's facts that operators and health checks read. */
export const nodeEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: /^\/ping$/,
    right: 'nothing',
    answer: () => ok({ text: 'Ping request successfully handled' }),
  },
  {
    method: 'GET',
    path: /^\/info$/,
    right: 'nothing',
    answer: ({ hasUsers }) =>
      ok({
        esVersion: SERVER_VERSION,
        state: 'leader',
        features: { projections: false, userManagement: hasUsers, atomPub: false },
        authentication: { type: hasUsers ? 'internal' : 'insecure', properties: null },
      }),
  },
  {
    method: 'GET',
    path: /^\/stats(?:\/(.*))?$/,
    right: 'endpoint',
    answer: ({ measure }, [path = ''], { searchParams }) =>
      statistics(measure(), path, searchParams.get('group')?.toLowerCase() !== 'false'),
  },
  { method: 'GET', path: /^\/gossip$/, right: 'gossip', answer: (parts) => ok(gossip(parts)) },
];

/** Their path leads to a part of them. */
function statistics(stats: Stats, path: string, isGrouped: boolean) {
  if (!isGrouped && path)
    return refusal(400, 'wrong-parameter', 'With group=false the statistics are returned as a whole.');
  if (!isGrouped) return ok(stats);
  let part: unknown = nested(stats);
  for (const group of path.split('/').filter(Boolean)) part = (part as Record<string, unknown> | undefined)?.[group];
  return typeof part === 'object' ? ok(part) : refusal(404, 'not-found', `There are no statistics ${path}.`);
}

function gossip({ member, log }: EndpointParts) {
  const { host, port } = member();
  return { members: [memberJson(member(), log.durablePosition)], serverIp: host, serverPort: port };
}

const memberJson = ({ instanceId, host, port, priority }: Member, position: number) => ({
  instanceId,
  timeStamp: new Date().toISOString(),
  state: 'Leader',
  isAlive: true,
  httpEndPointIp: host,
  httpEndPointPort: port,
  lastCommitPosition: position,
  writerCheckpoint: position,
  chaserCheckpoint: position,
  nodePriority: priority,
  isReadOnlyReplica: false,
});
