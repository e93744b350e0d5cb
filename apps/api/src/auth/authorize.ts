/** Who calls, and whether they may: decided when the head of a request is here, before its body is read or checked (401, 403). */
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '#platform/addresses.js';
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
  if (keys.areKnownToAll && !isOfThisMachine(headers.host)) {
    const message = `The development keys are not for ${headers.host}: call the API as localhost or by its address.`;
    throw new ApiError('unauthorized', message);
  }
  const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '')?.[1];
  const caller = key === undefined ? undefined : keys.callerOf(key);
  if (!caller) throw new ApiError('unauthorized', 'This needs an Authorization header: Bearer and a valid API key.');
  return caller;
}

/**
 * A web site can have its own name lead to this machine: its pages may then read and send here what they like. The name is
 * still the site's, and the keys of API_KEYS_FILE are not.
 */
function isOfThisMachine(host = 'localhost'): boolean {
  const name = host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '');
  return isLoopback(name) || name.endsWith('.localhost');
}

export function authorize(caller: Caller, roles: ReadonlySet<Role>, what = 'do this'): void {
  if (roles.has(caller.role)) return;
  throw new ApiError('forbidden', `The role ${caller.role} may not ${what}; ${[...roles].join(', ')} may.`);
}

/** Once the body is read, and before what is in it is checked: 403 comes before 400 (rule 11.3). */
export function authorizeMembers(
  { body, caller }: FastifyRequest,
  rolesOf: ReadonlyMap<string, ReadonlySet<Role>>,
): void {
  if (typeof body !== 'object' || body === null) return;
  for (const [member, roles] of rolesOf) if (Object.hasOwn(body, member)) authorize(caller, roles, `state ${member}`);
}
