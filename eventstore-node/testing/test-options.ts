import type { NodeOptions } from '../src/options.js';

/** A node that keeps nothing, on a free port. */
export const testOptions: NodeOptions = {
  host: '127.0.0.1',
  port: 0,
  db: '',
  memDb: true,
  insecure: true,
  defaultAdminPassword: 'changeit',
  defaultOpsPassword: 'changeit',
  allowAnonymousStreamAccess: false,
  allowAnonymousEndpointAccess: false,
  overrideAnonymousEndpointAccessForGossip: true,
  maxAppendSize: 1024 * 1024,
  allowAnyAddress: false,
  maxWaitingEvents: 1000,
  faults: false,
};
