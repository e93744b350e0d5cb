import type { GrpcCall } from '../transport/grpc-call.js';
import type { Method, Methods } from '../transport/grpc-server.js';
import { accessDenied, type Access, type Right } from './access.js';
import type { Principal } from './principal.js';

/** Answers one call, of which it is known who makes it. */
export type GuardedMethod = (call: GrpcCall, principal: Principal) => void | Promise<void>;

/** By their full names, as `Methods`. */
export type GuardedMethods = Readonly<Record<string, GuardedMethod>>;

const CLIENT = '/event_store.client.';

/** What each service, or a method of it, takes. Rights on a stream are checked by the method, which knows the stream. */
const rights: Readonly<Record<string, Right>> = {
  'streams.Streams': 'stream',
  'gossip.Gossip': 'gossip',
  'server_features.ServerFeatures': 'nothing',
  'monitoring.Monitoring': 'nothing',
  'operations.Operations': 'operator',
  'users.Users': 'admin',
  'users.Users/Details': 'login',
  'users.Users/ChangePassword': 'login',
  'persistent_subscriptions.PersistentSubscriptions': 'operator',
  'persistent_subscriptions.PersistentSubscriptions/GetInfo': 'login',
  'persistent_subscriptions.PersistentSubscriptions/List': 'login',
  // And the right to read the stream.
  'persistent_subscriptions.PersistentSubscriptions/Read': 'login',
};

function rightFor(path: string): Right {
  const method = path.slice(CLIENT.length);
  const right = rights[method] ?? rights[method.slice(0, method.lastIndexOf('/'))];
  if (!right) throw new Error(`No right is set for ${path}.`);
  return right;
}

/** The methods behind a check of who calls, and whether they may. Throws for a method that nobody has thought about. */
export function guarded(methods: GuardedMethods, access: Access): Methods {
  const guard = (right: Right, method: GuardedMethod): Method => {
    return async (call) => {
      const authenticated = access.authenticate(call.headers.authorization);
      const principal = authenticated instanceof Promise ? await authenticated : authenticated;
      if (!access.mayUse(principal, right)) throw accessDenied();
      return method(call, principal);
    };
  };
  return Object.fromEntries(Object.entries(methods).map(([path, method]) => [path, guard(rightFor(path), method)]));
}
