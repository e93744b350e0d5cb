/** Why a method is not served, in a sentence for the person who called it. */
export function unserved(path: string): string {
  if (path.startsWith('/event_store.client.projections.'))
    return 'The embedded node has no projections: run an EventStoreDB server for them, and name it in EVENTSTORE_URL.';
  if (path.startsWith('/event_store.client.users.'))
    return 'The node runs with --insecure, which means without users: run it with TLS to have some.';
  return `The embedded node does not serve ${path}.`;
}
