/**
 * The adapter of the port on @eventstore/db-client 6.2.1, which nothing outside of this folder knows. What the client
 * gets wrong is made good here: appends that never settle, reads that fall silent, errors of several kinds for one cause.
 */
import { EventStoreDBClient } from '@eventstore/db-client';
import { APPEND_WITHIN_MS } from '../port/append-time.js';
import type { EventStore } from '../port/event-store.js';
import { subscribeToAll } from './all-subscription.js';
import { Appends } from './appends.js';
import type { ConnectOptions } from './connect-options.js';
import { connectionString, createConnection } from './connection.js';
import { Reads } from './reads.js';

export function connectOfficial(
  url: string,
  { appendWithinMs = APPEND_WITHIN_MS, readWithinMs = 10_000 }: ConnectOptions = {},
): EventStore {
  const connect = () =>
    createConnection((generation) => EventStoreDBClient.connectionString(connectionString(url, generation)));
  // Apart, since a failure of one call ends all others of its client.
  const [appending, reading, subscribing] = [connect(), connect(), connect()];
  const appends = new Appends(appending, appendWithinMs);
  const reads = new Reads(reading, readWithinMs);
  return {
    append: (...append) => appends.append(...append),
    readStream: (...read) => reads.readStream(...read),
    readAll: (options) => reads.readAll(options),
    subscribeToAll: (options) => subscribeToAll(subscribing, options),
    async dispose() {
      await Promise.all([appends, reading, subscribing].map((each) => each.dispose()));
    },
  };
}
