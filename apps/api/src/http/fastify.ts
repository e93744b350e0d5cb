/** Fastify as Drawdown uses it: what holds for every request, before Nest and the controllers see it. */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, maxHeaderSize } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction, RouteOptions } from 'fastify';
import type { ApiKeys } from '../auth/api-keys.js';
import { authenticate, authorize, authorizeMembers } from '../auth/authorize.js';
import type { Role } from '../auth/roles.js';
import { type FieldError, InvalidInput, invalid } from '../errors/api-error.js';
import type { ProblemFilter } from '../errors/problem.filter.js';
import { Answered } from '../ledger/command-request.js';
import { acceptBodies } from './bodies.js';
import { clientErrorHandler } from './client-errors.js';
import { sendJsonText } from './json-text.js';
import { type RouteSettings, settingsOf } from './route-config.js';
import { isSlow } from './slow-connections.js';

const BODY_LIMIT_BYTES = 1024 * 1024;
/** For the whole of a request to arrive. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Whatever a header may hold. A longer one gets a new id. */
const REQUEST_ID = /^[\t\x20-\x7e\x80-\xff]{1,256}$/;

export type HttpOptions = {
  readonly keys: ApiKeys;
  readonly problems: Pick<ProblemFilter, 'answer'>;
  /** Called once a route; what it returns, for every answer of the route. */
  readonly measure: (method: string, route: string) => (status: number, seconds: number) => void;
};

export function createAdapter({ keys, problems, measure }: HttpOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: requestId,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Nothing in front of us is believed: addresses and protocol are those of the connection.
    trustProxy: false,
    // As long as a head may be: an id that is too long is refused where its route says what an id is, after key and role.
    routerOptions: { maxParamLength: maxHeaderSize },
    rewriteUrl: routable,
    clientErrorHandler,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
    // A process that ends answers what reaches it until then, and closes the connection with the answer.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // Nothing here is middleware.
    skipMiddie: true,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  acceptBodies(fastify);
  fastify.decorateRequest('caller', null as never);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id);
    // A stranger learns nothing from an unknown path.
    if (request.is404 && request.url.startsWith('/v1')) authenticate(request, keys);
    if (request.is404) requireDecodable(request);
    done();
  });
  closeWithAnswers(fastify);
  sendJsonText(fastify);
  fastify.addHook('preSerialization', (_request, reply, payload, done) => {
    if (!(payload instanceof Answered)) return done(null, payload);
    if (payload.isReplay) reply.header('Idempotent-Replayed', 'true');
    if (payload.status !== undefined) reply.code(payload.status);
    done(null, payload.body);
  });
  fastify.addHook('onRoute', (route) => {
    const { bodyLimitBytes } = settingsOf(route);
    if (bodyLimitBytes !== undefined) route.bodyLimit = bodyLimitBytes;
    guard(route, keys);
    measured(route, measure);
  });
  return adapter;
}

/**
 * A path that can't be decoded has no route, so that nobody would look at the key first. Its percent signs are escaped:
 * it is routed like others, and refused after key and role.
 */
function routable({ url = '/' }: { readonly url?: string | undefined }): string {
  if (!url.includes('%')) return url;
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}

function requireDecodable({ url, originalUrl }: FastifyRequest): void {
  if (url !== originalUrl) throw invalid('path', 'path must be percent-encoded UTF-8.');
}

/** Of a route that takes none. */
function requireNoParameters({ query }: FastifyRequest): void {
  const unknown = Object.keys(query as object).map((field): FieldError => {
    return { field, message: `${field} is not known here.` };
  });
  const [first, ...others] = unknown;
  if (first) throw new InvalidInput([first, ...others]);
}

/** A request that is under way when the process ends would leave its connection open, and the process waiting for it. */
function closeWithAnswers(fastify: FastifyInstance): void {
  let isEnding = false;
  fastify.addHook('preClose', (done) => {
    isEnding = true;
    done();
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (isEnding || isSlow(request.raw.socket)) reply.header('Connection', 'close');
    // Fastify closes on a body that is too large. A client that still sends it would lose the answer: the rest is read and dropped, for
    // as long as a request may take.
    else if (reply.statusCode === 413) reply.removeHeader('Connection');
    done();
  });
}

const requestId = ({ headers }: { headers: IncomingMessage['headers'] }): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

function guard(route: RouteOptions, keys: ApiKeys): void {
  const { takesParameters = false, ...settings } = settingsOf(route);
  const roles = settings.roles as readonly Role[] | undefined;
  if (!roles) {
    if (route.url.startsWith('/v1')) throw new Error(`${String(route.method)} ${route.url} names no roles`);
    return;
  }
  const allowed = new Set(roles);
  addHook(route, 'onRequest', (request, reply, done) => {
    reply.header('Cache-Control', 'no-store');
    request.caller = authenticate(request, keys);
    authorize(request.caller, allowed);
    requireDecodable(request);
    if (!takesParameters) requireNoParameters(request);
    done();
  });
  if (settings.memberRoles) guardMembers(route, settings.memberRoles);
}

function guardMembers(route: RouteOptions, memberRoles: NonNullable<RouteSettings['memberRoles']>): void {
  const rolesOf = new Map(
    Object.entries(memberRoles).map(([member, roles]) => [member, new Set(roles as readonly Role[])]),
  );
  addHook(route, 'preValidation', (request, _reply, done) => {
    authorizeMembers(request, rolesOf);
    done();
  });
}

function measured(route: RouteOptions, measure: HttpOptions['measure']): void {
  const observe = measure([route.method].flat().join(','), route.url);
  addHook(route, 'onResponse', (_request, reply, done) => {
    observe(reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

function addHook(route: RouteOptions, name: 'onRequest' | 'preValidation' | 'onResponse', hook: Hook): void {
  route[name] = [route[name] ?? [], hook].flat() as never;
}
