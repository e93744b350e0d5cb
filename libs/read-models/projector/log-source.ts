/** The events of an aggregate out of the log: of all its streams in the order of the log, or of one. */
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { idOf, streamName, streamPrefix } from '#event-store/port/streams.js';
import { logSource as followersSource } from '#followers/log-source.js';
import { projectedAccount } from './aggregate.js';
import type { AccountHistory, Arrived, Source } from './source.js';

const { category, decode } = projectedAccount;

export const logSource = (log: EventStore, onInterruption: (cause: unknown) => void = () => {}): Source =>
  followersSource(log, { streamPrefixes: [streamPrefix(category)], read: arrivedIn, onInterruption });

export const logHistory = (log: Pick<EventStore, 'readStream'>): AccountHistory =>
  async function* (accountId, after): AsyncGenerator<Arrived, void, void> {
    for await (const stored of log.readStream(streamName(category, accountId), { from: after + 1 })) {
      yield arrivedIn(stored);
    }
  };

function arrivedIn(stored: StoredEvent): Arrived {
  const { stream, streamRevision, position } = stored;
  return { accountId: idOf(category, stream), streamRevision, position, event: decode(stored) };
}
