/** The accounts' events out of the log. */
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { idOf, streamName, streamPrefix } from '#event-store/port/streams.js';
import { subscribe } from '#event-store/port/subscriptions.js';
import type { AccountHistory, Arrival, Arrived, Source } from './source.js';

const CATEGORY = 'account';

/** An event that can't be read is an error: a read model never skips what a ledger wrote. */
export const logSource = (log: EventStore, onInterruption: (cause: unknown) => void = () => {}): Source =>
  async function* (after, signal): AsyncGenerator<Arrival, void, void> {
    const streamPrefixes = [streamPrefix(CATEGORY)];
    for await (const delivery of subscribe(log, { from: after ?? 'start', streamPrefixes, signal, onInterruption })) {
      if (delivery.kind !== 'event') {
        yield delivery;
        continue;
      }
      yield { kind: 'event', arrived: arrivedIn(delivery.event) };
    }
  };

export const logHistory = (log: Pick<EventStore, 'readStream'>): AccountHistory =>
  async function* (accountId, after): AsyncGenerator<Arrived, void, void> {
    const stream = streamName(CATEGORY, accountId);
    for await (const stored of log.readStream(stream, { from: after + 1 })) yield arrivedIn(stored);
  };

function arrivedIn(stored: StoredEvent): Arrived {
  const { stream, streamRevision, position } = stored;
  return { accountId: idOf(CATEGORY, stream), streamRevision, position, event: accountCodec.decode(stored) };
}
