/** Events of some streams out of the log, as a follower wants them. */
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { subscribe } from '#event-store/port/subscriptions.js';
import type { Arrival, Located, Source } from './port.js';

export type LogSourceOptions<E> = {
  /** Streams whose name starts with one of these. */
  readonly streamPrefixes: readonly string[];
  /** Of all types, where there is no list of them. */
  readonly types?: readonly string[];
  /** `read` is given data as the text that is stored, for those who need few of the events. */
  readonly isText?: boolean;
  /** What the follower is given of an event. Throws where it can't be read: a follower never skips what a ledger wrote. */
  readonly read: (stored: StoredEvent) => E;
  /** Is called each time that the subscription began again: end, error, silence, a consumer that was too slow. */
  readonly onInterruption?: (cause: unknown) => void;
};

/** A subscription that was interrupted begins again at once, after the last event that it brought. */
export const logSource = <E extends Located>(
  log: EventStore,
  { streamPrefixes, types, isText = false, read, onInterruption = () => {} }: LogSourceOptions<E>,
): Source<E> =>
  async function* (after, signal): AsyncGenerator<Arrival<E>, void, void> {
    const options = { from: after ?? 'start', streamPrefixes, types, isText, signal, onInterruption } as const;
    for await (const delivery of subscribe(log, options)) {
      if (delivery.kind === 'event') yield { kind: 'event', arrived: read(delivery.event) };
      else yield delivery;
    }
  };
