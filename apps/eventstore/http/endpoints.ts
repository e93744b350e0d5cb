import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Access, Right } from '../access/access.js';
import { isAnonymous } from '../access/principal.js';
import { faultsEndpoint } from '../faults/faults-endpoint.js';
import type { Faults } from '../faults/faults.js';
import { nested, type Stats } from '../monitoring.js';
import type { Member } from '../protocol/gossip.js';
import { SERVER_VERSION } from '../protocol/server-features.js';
import { GrpcError, Status } from '../transport/grpc-status.js';
import { adminReply, type AdminParts } from './admin-endpoints.js';

export interface EndpointParts extends AdminParts {
  readonly access: Access;
  /** False with --insecure. */
  readonly hasUsers: boolean;
  readonly member: () => Member;
  readonly measure: () => Stats;
  /** Absent unless the node was started with --faults. */
  readonly faults?: Faults | undefined;
}

interface Endpoint {
  readonly right: Right;
  answer(parts: EndpointParts): unknown;
}

/** What the server answers over plain HTTP, as far as operators and health checks ask for it. */
const endpoints: Record<string, Endpoint> = {
  '/info': {
    right: 'nothing',
    answer: ({ hasUsers }) => ({
      dbVersion: SERVER_VERSION,
      esVersion: SERVER_VERSION,
      state: 'leader',
      features: { projections: false, userManagement: hasUsers, atomPub: false },
      authentication: { type: hasUsers ? 'internal' : 'insecure', properties: null },
    }),
  },
  '/stats': { right: 'endpoint', answer: ({ measure }) => nested(measure()) },
  '/gossip': {
    right: 'gossip',
    answer: ({ member }) => ({ members: [memberJson(member())], serverIp: member().host, serverPort: member().port }),
  },
};

const memberJson = ({ instanceId, host, port }: Member) => ({
  instanceId,
  timeStamp: new Date().toISOString(),
  state: 'Leader',
  isAlive: true,
  httpEndPointIp: host,
  httpEndPointPort: port,
  isReadOnlyReplica: false,
});

const NO_PROJECTIONS = 'This node has no projections. Run an EventStoreDB server for them.';

export const httpEndpoints =
  (parts: EndpointParts): RequestListener =>
  (request, response) =>
    void serve(parts, request, response).catch((error: unknown) =>
      respond(response, 500, { error: 'internal', detail: String(error) }),
    );

async function serve(parts: EndpointParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://node');
  const path = url.pathname;
  if (path === '/health/live' || path === '/health/ready') return respond(response, 204);
  if (path === '/projections' || path.startsWith('/projections/'))
    return respond(response, 501, { error: 'no-projections', detail: NO_PROJECTIONS });
  if (path === '/faults' && parts.faults) {
    if (await isAllowed(parts.access, 'operator', request, response))
      await faultsEndpoint(parts.faults, request, response);
    return;
  }
  if (path.startsWith('/admin/')) {
    if (!(await isAllowed(parts.access, 'operator', request, response))) return;
    const reply = adminReply(parts, request.method ?? 'GET', url);
    if (reply) return respond(response, reply.status, reply.body);
  }
  const endpoint = endpoints[path];
  if (!endpoint) return respond(response, 404, { error: 'not-found', detail: `This node does not serve ${path}.` });
  if (!isRead(request))
    return respond(response, 405, { error: 'method-not-allowed', detail: `${path} can only be read.` });
  if (await isAllowed(parts.access, endpoint.right, request, response)) respond(response, 200, endpoint.answer(parts));
}

/** If not, it has been answered: 401 asks for (other) credentials, 403 says that these have not the right. */
async function isAllowed(
  access: Access,
  right: Right,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { authorization } = request.headers;
  try {
    const principal = await access.authenticate(authorization);
    if (access.mayUse(principal, right)) return true;
    refuse(response, isAnonymous(principal) ? 401 : 403);
  } catch (error) {
    if (!(error instanceof GrpcError)) throw error;
    refuse(response, error.code === Status.UNAUTHENTICATED ? 401 : 503);
  }
  return false;
}

function refuse(response: ServerResponse, status: 401 | 403 | 503): void {
  if (status === 401) response.setHeader('www-authenticate', 'Basic realm="ESDB", charset="UTF-8"');
  const error = { 401: 'unauthenticated', 403: 'access-denied', 503: 'busy' }[status];
  respond(response, status, { error, detail: 'The node has users, and not everyone may do this.' });
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function respond(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
