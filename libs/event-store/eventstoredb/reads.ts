/** Reading a stream and the whole log, from the leader. */
import type {
  AllStreamResolvedEvent,
  EventStoreDBClient,
  ReadPosition,
  ResolvedEvent,
  StreamingRead,
} from '@eventstore/db-client';
import {
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamRead,
  comparePositions,
} from '../port/event-store.js';
import { isMissing, isNotLeader } from './client-errors.js';
import type { Connection } from './connection.js';
import { readThrough } from './read-through.js';
import { isOfServer, storedEvent } from './stored-event.js';

/** Events of `$all` that are read at once where a few are wanted, since the server's own are among them. */
const ALL_PAGE = 64;

export class Reads {
  constructor(
    private readonly connection: Connection<EventStoreDBClient>,
    private readonly readWithinMs: number,
  ) {}

  readStream(
    stream: string,
    { from, direction = 'forwards', maxCount = Infinity }: ReadStreamOptions = {},
  ): StreamRead {
    const fromRevision =
      typeof from === 'number' ? BigInt(from) : (from ?? (direction === 'forwards' ? 'start' : 'end'));
    const options = { fromRevision, direction, ...limited(maxCount), requiresLeader: true };
    const events = async function* (this: Reads) {
      try {
        const read = this.read<ResolvedEvent>(maxCount, (client) => client.readStream(stream, options));
        for await (const resolved of read) {
          result.exists = true;
          const event = storedEvent(resolved);
          if (event) yield event;
        }
        result.exists = true;
      } catch (error) {
        if (!isMissing(error)) throw error;
        result.exists = false;
      }
    };
    const result = { exists: undefined as boolean | undefined, [Symbol.asyncIterator]: () => events.call(this) };
    return result;
  }

  /** Read in pages, as the server's own events among them count. */
  async *readAll({ from, direction = 'forwards', maxCount = Infinity }: ReadAllOptions = {}): AsyncGenerator<
    StoredEvent,
    void,
    void
  > {
    const isForwards = direction === 'forwards';
    const pageSize = maxCount === Infinity ? Infinity : maxCount + ALL_PAGE;
    let after: Position | 'start' | 'end' = from ?? (isForwards ? 'start' : 'end');
    for (let wanted = maxCount; wanted > 0;) {
      let seen = 0;
      const fromPosition: ReadPosition = after;
      const options = { direction, fromPosition, ...limited(pageSize), requiresLeader: true };
      for await (const resolved of this.read<AllStreamResolvedEvent>(pageSize, (client) => client.readAll(options))) {
        seen++;
        const event = storedEvent(resolved);
        if (!event) continue;
        // Whether the position itself is read depends on the direction; it is not wanted in either.
        const order = typeof after === 'string' ? 1 : comparePositions(event.position, after) * (isForwards ? 1 : -1);
        if (order <= 0) continue;
        after = event.position;
        if (isOfServer(event)) continue;
        yield event;
        if (--wanted <= 0) return;
      }
      if (seen < pageSize) return;
    }
  }

  private read<T>(limit: number, open: (client: EventStoreDBClient) => StreamingRead<T>) {
    return readThrough<EventStoreDBClient, T>(
      this.connection,
      (client) => {
        const call = open(client);
        return [call, { silenceMs: this.readWithinMs, limit, cancel: () => call.cancel() }];
      },
      { isMissing, isNotLeader },
    );
  }
}

const limited = (maxCount: number): { maxCount?: number } => (maxCount === Infinity ? {} : { maxCount });
