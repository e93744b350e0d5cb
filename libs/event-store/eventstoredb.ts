/** The adapter of the port on @eventstore/db-client. The only file that knows the client. */
import type { EventStore } from './event-store.js';

export type ConnectOptions = {
  /** How long one append may take before its outcome counts as unknown. */
  readonly appendWithinMs?: number;
  /** How long a read may stay silent. */
  readonly readWithinMs?: number;
};

/** `url`: `esdb://127.0.0.1:2113?tls=false`, also `esdb+discover://`, `kurrentdb://`, `kurrentdb+discover://`. */
export function connectEventStore(url: string, options: ConnectOptions = {}): EventStore {
  throw new Error(`Not yet: ${url} ${JSON.stringify(options)}`);
}
