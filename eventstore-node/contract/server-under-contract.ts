/** A server as the lines see it: one client, plain HTTP, and names that nobody has used. */
import { EventStoreDBClient } from '@eventstore/db-client';
import { addressOf, type Address } from './address.js';
import { freshNames } from './fresh-names.js';
import { askOverHttp, type HttpAnswer, type HttpQuestion } from './http.js';

export interface ServerUnderContract {
  readonly url: string;
  readonly address: Address;
  readonly client: EventStoreDBClient;
  /** A stream name that no run has used before. */
  readonly newStream: (label?: string) => string;
  readonly get: (path: string) => Promise<HttpAnswer>;
  readonly ask: (path: string, question: HttpQuestion) => Promise<HttpAnswer>;
  readonly disconnect: () => Promise<void>;
}

/** A client whose connection was cut can wait for ever for streams that are gone (db-client 6.2.1). */
const DISPOSE_PATIENCE_MS = 500;

export function connect(url: string): ServerUnderContract {
  const address = addressOf(url);
  const client = EventStoreDBClient.connectionString(url);
  return {
    url,
    address,
    client,
    newStream: freshNames(),
    get: (path) => askOverHttp(address, path),
    ask: (path, question) => askOverHttp(address, path, question),
    async disconnect() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, DISPOSE_PATIENCE_MS)));
      await Promise.race([client.dispose(), enough]);
      clearTimeout(timer);
    },
  };
}

/** The same server through a client that knows nothing of what went before. */
export async function reconnect(server: ServerUnderContract): Promise<ServerUnderContract> {
  await server.disconnect();
  return connect(server.url);
}
