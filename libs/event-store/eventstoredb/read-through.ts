/** One call that reads, on a connection that other calls may have replaced meanwhile, from a server that may not lead any more. */
import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { StoreUnavailable } from '../port/errors.js';
import { type Handling, pump } from './pump.js';

/** How the errors of the client are distinguished. */
export type ClientErrors = {
  readonly isMissing: (error: unknown) => boolean;
  readonly isNotLeader: (error: unknown) => boolean;
};

/**
 * The messages of a call. Errors come out as `StoreUnavailable`, that of a missing stream as it is.
 *
 * A server that was deposed names the leader, and the client connects there: the call is made once more. A call of a client
 * that was replaced before the end is a failure: the client ends it as if all had been read.
 */
export async function* readThrough<Client extends { dispose(): Promise<void> }, T>(
  connection: Connection<Client>,
  open: (client: Client) => readonly [object, Handling<T>],
  { isMissing, isNotLeader }: ClientErrors,
): AsyncGenerator<T, void, void> {
  const client = await connection.client();
  for (let isRepeated = false; ; isRepeated = true) {
    let count = 0;
    try {
      const [source, handling] = open(client);
      for await (const message of pump<T>(source as Readable, handling)) {
        count++;
        yield message;
      }
      const isWhole = count >= (handling.limit ?? Infinity) || handling.signal?.aborted || connection.isCurrent(client);
      if (!isWhole) throw new Error('The connection was replaced before the end');
      return;
    } catch (error) {
      if (isMissing(error)) throw error;
      if (isNotLeader(error) && !isRepeated && count === 0) {
        // The client is on its way to the leader by then.
        await turn();
        continue;
      }
      connection.replace(client);
      throw error instanceof StoreUnavailable ? error : new StoreUnavailable(error);
    }
  }
}
