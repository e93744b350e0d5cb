/** The accounts' events out of the log. */
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { idOf, streamName, streamPrefix } from '#event-store/port/streams.js';
import { logSource } from '#followers/log-source.js';
import type { AccountHistory, Arrived, Source } from './source.js';

const CATEGORY = 'account';

export const accountSource = (log: EventStore, onInterruption: (cause: unknown) => void = () => {}): Source =>
  logSource(log, { streamPrefixes: [streamPrefix(CATEGORY)], read: arrivedIn, onInterruption });

export const accountHistory = (log: Pick<EventStore, 'readStream'>): AccountHistory =>
  async function* (accountId, after): AsyncGenerator<Arrived, void, void> {
    const stream = streamName(CATEGORY, accountId);
    for await (const stored of log.readStream(stream, { from: after + 1 })) yield arrivedIn(stored);
  };

function arrivedIn(stored: StoredEvent): Arrived {
  const { stream, streamRevision, position } = stored;
  return { accountId: idOf(CATEGORY, stream), streamRevision, position, event: accountCodec.decode(stored) };
}
