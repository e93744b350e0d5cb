/** Who calls, and whether they may: decided when the head of a request is here, before its body is read (401, 403). */
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.js';
import type { ApiKeys, Caller } from './api-keys.js';
import type { Role } from './roles.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every route that names roles. */
    caller: Caller;
  }
}

export function authenticate({ headers }: FastifyRequest, keys: ApiKeys): Caller {
  const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '')?.[1];
  const caller = key === undefined ? undefined : keys.callerOf(key);
  if (!caller) throw new ApiError('unauthorized', 'This needs an Authorization header: Bearer and a valid API key.');
  return caller;
}

export function authorize(caller: Caller, roles: ReadonlySet<Role>): void {
  if (roles.has(caller.role)) return;
  throw new ApiError('forbidden', `The role ${caller.role} may not do this; ${[...roles].join(', ')} may.`);
}
