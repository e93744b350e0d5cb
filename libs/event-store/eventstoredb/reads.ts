/** Reading a stream and the whole log, from the leader. */
import type { AllStreamResolvedEvent, EventStoreDBClient, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type { ReadAllOptions, ReadStreamOptions, StoredEvent, StreamRead } from '../port/event-store.js';
import { type AllPage, readAllPages } from './all-pages.js';
import { isMissing, isNotLeader } from './client-errors.js';
import type { Connection } from './connection.js';
import { readThrough } from './read-through.js';
import { storedEvent } from './stored-event.js';

export class Reads {
  constructor(
    private readonly connection: Connection<EventStoreDBClient>,
    private readonly readWithinMs: number,
  ) {}

  readStream(
    stream: string,
    { from, direction = 'forwards', maxCount = Infinity, isText }: ReadStreamOptions = {},
  ): StreamRead {
    const fromRevision =
      typeof from === 'number' ? BigInt(from) : (from ?? (direction === 'forwards' ? 'start' : 'end'));
    const options = { fromRevision, direction, ...limited(maxCount), requiresLeader: true };
    const events = async function* (this: Reads) {
      try {
        const read = this.read<ResolvedEvent>(maxCount, (client) => client.readStream(stream, options));
        for await (const resolved of read) {
          result.exists = true;
          const event = storedEvent(resolved, isText);
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

  readAll(options: ReadAllOptions = {}): AsyncGenerator<StoredEvent, void, void> {
    return readAllPages((page) => this.readAllPage(page), options);
  }

  private async *readAllPage({ from, direction, maxCount }: AllPage) {
    const options = { direction, fromPosition: from, ...limited(maxCount), requiresLeader: true };
    const read = this.read<AllStreamResolvedEvent>(maxCount, (client) => client.readAll(options));
    for await (const resolved of read) yield { event: storedEvent(resolved) };
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
