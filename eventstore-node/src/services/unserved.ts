/** Over gRPC and over HTTP. */
export const NO_PROJECTIONS = 'This node has no projections. Run an EventStoreDB server for them.';

/** Why a method is not served, in a sentence for the person who called it. */
export function unserved(path: string): string {
  if (path.startsWith('/event_store.client.projections.')) return NO_PROJECTIONS;
  if (path.startsWith('/event_store.client.users.'))
    return 'This node runs without users (--insecure). Start it with TLS to have users.';
  return `This node does not serve ${path}.`;
}
