import type { StreamAction } from '../storage/stream-acl.js';
import { GrpcError, Status } from '../transport/grpc-status.js';
import { TooManyLogins, type Authenticator } from './authenticator.js';
import { anonymous, isAdmin, isAnonymous, isOperator, type Principal } from './principal.js';
import type { StreamAccess } from './stream-access.js';

/** What it takes to call something. `stream`: the method checks the rights on the stream itself, once it knows which. */
export type Right = 'nothing' | 'endpoint' | 'gossip' | 'stream' | 'login' | 'operator' | 'admin';

/** Decides who may do what. */
export interface Access {
  /** Who the `authorization` header names. Throws UNAUTHENTICATED if it is not so. */
  authenticate(authorization: string | undefined): Principal | Promise<Principal>;
  mayUse(principal: Principal, right: Right): boolean;
  mayAccess(principal: Principal, action: StreamAction, streamName: string): boolean;
}

export interface AnonymousOptions {
  readonly allowAnonymousEndpointAccess: boolean;
  readonly overrideAnonymousEndpointAccessForGossip: boolean;
}

/** `--insecure`: nothing is checked, and credentials are not looked at. */
export const unrestricted: Access = {
  authenticate: () => anonymous,
  mayUse: () => true,
  mayAccess: () => true,
};

export const accessDenied = (): GrpcError =>
  new GrpcError(Status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const unauthenticated = (): GrpcError =>
  new GrpcError(Status.UNAUTHENTICATED, 'These credentials do not belong to a user of this node.');

export function restricted(authenticator: Authenticator, streams: StreamAccess, options: AnonymousOptions): Access {
  const proven = (principal: Principal | undefined): Principal => {
    if (!principal) throw unauthenticated();
    return principal;
  };
  return {
    authenticate(authorization) {
      if (authorization === undefined) return anonymous;
      try {
        const identified = authenticator.identify(authorization);
        return identified instanceof Promise ? identified.then(proven) : proven(identified);
      } catch (error) {
        throw error instanceof TooManyLogins ? new GrpcError(Status.UNAVAILABLE, error.message) : error;
      }
    },
    mayUse(principal, right) {
      if (right === 'nothing' || right === 'stream') return true;
      if (right === 'admin') return isAdmin(principal);
      if (right === 'operator') return isOperator(principal);
      if (!isAnonymous(principal) || right === 'login') return !isAnonymous(principal);
      const { allowAnonymousEndpointAccess, overrideAnonymousEndpointAccessForGossip } = options;
      return allowAnonymousEndpointAccess || (right === 'gossip' && overrideAnonymousEndpointAccessForGossip);
    },
    mayAccess: (principal, action, streamName) => streams.allows(principal, action, streamName),
  };
}

/** For methods that know their stream: throws what a client reads as `AccessDeniedError`. */
export function requireAccess(access: Access, principal: Principal, action: StreamAction, streamName: string): void {
  if (!access.mayAccess(principal, action, streamName)) throw accessDenied();
}
