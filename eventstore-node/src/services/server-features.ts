import { codecOf } from '../protocol/codecs.js';
import { unary, type Method } from '../transport/grpc-server.js';

/** The server whose protocol this node speaks; clients choose their way by it. */
export const SERVER_VERSION = '23.10.8';

interface SupportedMethod {
  readonly method_name: string;
  readonly service_name: string;
  readonly features: readonly string[];
}

const supportedMethods = codecOf<{ methods: readonly SupportedMethod[]; event_store_server_version: string }>(
  'event_store.client.SupportedMethods',
);

/** What the server lists with some methods. */
const features = (service: string, method: string): readonly string[] => {
  if (service.endsWith('.persistentsubscriptions')) return ['stream', 'all'];
  if (service.endsWith('.streams') && method === 'read') return ['position', 'events'];
  if (service.endsWith('.streams') && method === 'batchappend') return ['deadline_duration'];
  return [];
};

/** Lists exactly what is served, so that a client never takes a path that ends in UNIMPLEMENTED. */
export const serverFeatures = (servedMethods: readonly string[]): Method => {
  const methods = servedMethods.map((path) => {
    const [, service = '', method = ''] = path.toLowerCase().split('/');
    return { method_name: method, service_name: service, features: features(service, method) };
  });
  const answer = supportedMethods.encode({ methods, event_store_server_version: SERVER_VERSION });
  return unary(() => answer);
};
