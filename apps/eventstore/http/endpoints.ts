import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { faultsEndpoint } from '../faults/faults-endpoint.js';
import type { Faults } from '../faults/faults.js';
import type { Member } from '../protocol/gossip.js';
import { SERVER_VERSION } from '../protocol/server-features.js';

export interface EndpointParts {
  readonly member: () => Member;
  readonly stats: () => Record<string, unknown>;
  /** Absent unless the node was started with --faults. */
  readonly faults?: Faults | undefined;
}

type Endpoint = (parts: EndpointParts) => unknown;

/** What the server answers over plain HTTP, as far as operators and health checks ask for it. */
const endpoints: Record<string, Endpoint> = {
  '/info': () => ({
    dbVersion: SERVER_VERSION,
    esVersion: SERVER_VERSION,
    state: 'leader',
    features: { projections: false, userManagement: false, atomPub: false },
    authentication: { type: 'insecure' },
  }),
  '/stats': ({ stats }) => stats(),
  '/gossip': ({ member }) => ({ members: [memberJson(member())], serverIp: member().host, serverPort: member().port }),
};

const memberJson = ({ instanceId, host, port }: Member) => ({
  instanceId,
  timeStamp: new Date().toISOString(),
  state: 'Leader',
  isAlive: true,
  httpEndPointIp: host,
  httpEndPointPort: port,
});

export const httpEndpoints =
  (parts: EndpointParts): RequestListener =>
  (request, response) => {
    const path = (request.url ?? '/').split('?')[0] as string;
    if (path === '/health/live' || path === '/health/ready') return respond(response, 204);
    if (path === '/faults' && parts.faults) return void faultsEndpoint(parts.faults, request, response);
    const endpoint = endpoints[path];
    if (!endpoint) return respond(response, 404, { error: 'not-found', detail: `This node does not serve ${path}.` });
    if (!isRead(request))
      return respond(response, 405, { error: 'method-not-allowed', detail: `${path} can only be read.` });
    respond(response, 200, endpoint(parts));
  };

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

function respond(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
