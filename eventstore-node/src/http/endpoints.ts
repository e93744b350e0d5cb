import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Right } from '../access/access.js';
import { faultsEndpoint } from '../faults/faults-endpoint.js';
import { GrpcError, Status } from '../transport/grpc-status.js';
import { NO_PROJECTIONS } from '../services/unserved.js';
import { adminEndpoints } from './admin-endpoints.js';
import { refusal, respond, type EndpointParts, type HttpReply } from './endpoint.js';
import { nodeEndpoints } from './node-endpoints.js';
import { refusalOfName, refusalOfPages } from './web-pages.js';

const endpoints = [...nodeEndpoints, ...adminEndpoints];

export const httpEndpoints =
  (parts: EndpointParts): RequestListener =>
  (request, response) =>
    void serve(parts, request, response).catch((error: unknown) =>
      respond(request, response, refusal(500, 'internal', String(error))),
    );

async function serve(parts: EndpointParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://node');
  const { pathname } = url;
  const misled = parts.hasUsers ? undefined : refusalOfName(request, parts.member().host);
  if (misled) return respond(request, response, misled);
  if (pathname === '/faults' && parts.faults) {
    const refused = (await refusalOf(parts, 'operator', request, response)) ?? refusalToChange(request);
    if (refused) respond(request, response, refused);
    else await faultsEndpoint(parts.faults, request, response);
    return;
  }
  respond(request, response, await replyTo(parts, request, response, url));
}

async function replyTo(
  parts: EndpointParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<HttpReply> {
  const { pathname } = url;
  const { method = 'GET' } = request;
  if (pathname === '/health/live') return { status: ['GET', 'HEAD'].includes(method) ? 204 : 405 };
  if (pathname === '/projections' || pathname.startsWith('/projections/'))
    return refusal(501, 'no-projections', NO_PROJECTIONS);
  const atPath = endpoints.filter(({ path }) => path.test(pathname));
  const endpoint = atPath.find((one) => one.method === method);
  const refused = await refusalOf(parts, endpoint?.right ?? 'nothing', request, response);
  if (refused) return refused;
  const fromPage = endpoint && refusalToChange(request);
  if (fromPage) return fromPage;
  if (endpoint) return endpoint.answer(parts, endpoint.path.exec(pathname)?.slice(1) ?? [], url);
  return atPath.length > 0
    ? refusal(405, 'method-not-allowed', `${method} does nothing at ${pathname}.`)
    : refusal(404, 'not-found', `This node does not serve ${pathname}.`);
}

/** Undefined also for what only reads: a page of another site sends it and is not shown the answer. */
const refusalToChange = (request: IncomingMessage): HttpReply | undefined =>
  request.method === 'GET' ? undefined : refusalOfPages(request);

/** Undefined for who may. As on the server it is 401 whether credentials are missing, wrong, or not enough. */
async function refusalOf(
  { access }: EndpointParts,
  right: Right,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<HttpReply | undefined> {
  try {
    if (access.mayUse(await access.authenticate(headers.authorization), right)) return undefined;
    return refusal(401, 'access-denied', 'The node has users, and not everyone may do this.');
  } catch (error) {
    if (!(error instanceof GrpcError)) throw error;
    if (error.code !== Status.UNAUTHENTICATED) return refusal(503, 'busy', error.message);
    // Not `Basic`: a browser would ask its user for a password.
    response.setHeader('www-authenticate', 'X-Basic realm="ESDB"');
    return refusal(401, 'unauthenticated', error.message);
  }
}
