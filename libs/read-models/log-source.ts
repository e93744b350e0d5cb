/** The accounts' events out of the log. */
import { accountCodec } from '#event-store/account-codec.js';
import type { EventStore } from '#event-store/event-store.js';
import { idOf, streamPrefix } from '#event-store/streams.js';
import { subscribe } from '#event-store/subscriptions.js';
import type { Arrival, Source } from './source.js';

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
      const { stream, streamRevision, position } = delivery.event;
      const event = accountCodec.decode(delivery.event);
      yield { kind: 'event', arrived: { accountId: idOf(CATEGORY, stream), streamRevision, position, event } };
    }
  };
