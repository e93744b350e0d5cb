/** From HTTP to what commands and queries take: checked, and without HTTP. */
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#domain/errors.js';
import type { Actor } from '#domain/messages.js';
import type { Caller } from '../auth/api-keys.js';
import type { CommandRequest } from '../ledger/command-request.js';
import { validated } from '../validation/validated.js';
import { fromRequest } from './from-request.js';
import { JsonLines, type Line } from './json-lines.js';
import { actorOf, keyOf, originOf } from './origin.js';

type BodyClass = new () => object;

/** The parameter of a command's method: its body, held against the class. */
export const Requested = fromRequest((request, type: BodyClass): CommandRequest => {
  const key = keyOf(request);
  // An action without options needs no body.
  const body = validated(type, request.body === undefined ? {} : request.body);
  const origin = originOf(request, key, body);
  const params = request.params as Record<string, string>;
  return { params, body, origin, caller: request.caller };
});

/** Lines that each stand or fall alone: all of them, or some at a time as they arrive. */
export type LinesRequest = {
  readonly lines: readonly Line[] | JsonLines;
  readonly caller: Caller;
  readonly actor: Actor;
  readonly request: FastifyRequest;
};

/** The parameter of a method that takes lines: of JSON, or in the list that its only member is. */
export const RequestedLines = fromRequest((request, type: BodyClass): LinesRequest => {
  const { body, caller } = request;
  const actor = actorOf(request);
  if (body instanceof JsonLines) return { lines: body, caller, actor, request };
  const [list] = Object.values(validated(type, body)) as [readonly unknown[]];
  return { lines: list.map((value) => ({ value })), caller, actor, request };
});

/** The parameter of a query's method: what stands behind the `?`, held against the class. */
export const RequestedQuery = fromRequest((request, type: BodyClass): object =>
  validated(type, { ...(request.query as object) }, 'query'),
);

/** Whose key the request came with. */
export const RequestedCaller = fromRequest((request): Caller => request.caller);

/** What the names in the route's path stand for. */
export type Path = Readonly<Record<string, string>>;
export const RequestedPath = fromRequest((request) => request.params);

/**
 * What an account, a promo code or a plan may be called: subjects of identity providers (`auth0|abc`) and e-mail addresses, too. Neither `.` nor
 * `..`, which clients take out of paths. Streams and Redis keys hold ids as they are: no character here means a thing there.
 */
export const CLIENT_ID = /^(?!\.{1,2}$)[A-Za-z0-9._:@|+-]{1,128}$/;

/** The account that a path names. One that no account can have is not there: 404, after a wrong body's 400. */
export function accountIdOf({ accountId }: Readonly<Record<string, string | undefined>>): string {
  if (accountId !== undefined && CLIENT_ID.test(accountId)) return accountId;
  throw new DomainError('account-not-found', 'There is no such account.');
}
