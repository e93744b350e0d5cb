/**
 * Catch-up subscriptions to the whole log that come back by themselves. A server ends them, cuts off whoever can't keep
 * up, or falls silent, all as a matter of course; none of it may cost an event or deliver one twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Delivery,
  type EventStore,
  type Position,
  type SubscribeOptions,
  comparePositions,
} from './event-store.js';

export type SubscriptionOptions = SubscribeOptions & {
  /** Called each time the subscription had to begin again, and why (null: the server ended it politely). */
  readonly onInterruption?: (cause: unknown) => void;
  /** Silence after which the end of the log itself is read, in case there is anything new. */
  readonly silenceMs?: number;
};

/** At once after an interruption; after more of them without an event in between, this long and then twice as long. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Every event after `from`, in order, each once, until the signal aborts or the loop is left. It begins again after the
 * last event that it yielded, and throws nothing of the server's.
 */
export async function* subscribe(
  store: EventStore,
  options: SubscriptionOptions,
): AsyncGenerator<Delivery, void, void> {
  const { streamPrefixes, types, isText = false, signal, onInterruption, silenceMs = 10_000 } = options;
  let reached: Position | 'start' = options.from;
  let pauseMs = 0;
  /** The log's end when it was last read, and the last of those up to which nothing was missing. */
  let end: Position | undefined;
  let cleared: Position | undefined;

  while (!signal?.aborted) {
    const round = new AbortController();
    const isOver = signal ? AbortSignal.any([signal, round.signal]) : round.signal;
    const watch = watchForSilence(store, silenceMs, {
      isMissing: (position) => isBefore(reached, position) && isBefore(cleared, position),
      raise: () => round.abort(),
    });
    const endBefore = end;
    let cause: unknown = null;
    try {
      const deliveries = store
        .subscribeToAll({ from: reached, streamPrefixes, types, isText, signal: isOver })
        [Symbol.asyncIterator]();
      for (;;) {
        watch.isWaiting(true);
        const next = await deliveries.next();
        watch.isWaiting(false);
        if (next.done) break;
        const delivery = next.value;
        if (delivery.kind === 'caughtUp') cleared = endBefore;
        else {
          const position = delivery.kind === 'event' ? delivery.event.position : delivery.position;
          if (!isBefore(reached, position)) continue;
          reached = position;
          if (delivery.kind === 'event') pauseMs = 0;
        }
        yield delivery;
      }
    } catch (error) {
      cause = error;
    } finally {
      watch.stop();
      round.abort();
      end = watch.end ?? end;
    }
    if (signal?.aborted) return;
    onInterruption?.(watch.alarm ?? cause);
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => {});
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * pauseMs));
  }
}

/**
 * Silence is what an idle log sounds like, and a server that has forgotten its subscriber. When it lasts, the end of
 * the log distinguishes them. All times are on the monotonic clock.
 */
function watchForSilence(
  store: EventStore,
  silenceMs: number,
  on: { readonly isMissing: (end: Position) => boolean; readonly raise: () => void },
) {
  let waitingSince: number | undefined;
  let isReading = false;
  const watch = {
    alarm: undefined as Error | undefined,
    /** The log's end, if it was read. */
    end: undefined as Position | undefined,
    isWaiting(isWaiting: boolean): void {
      waitingSince = isWaiting ? performance.now() : undefined;
    },
    stop: () => clearInterval(timer),
  };

  async function readEnd(): Promise<void> {
    const since = waitingSince;
    if (isReading || since === undefined || performance.now() - since < silenceMs) return;
    isReading = true;
    try {
      for await (const { position } of store.readAll({ direction: 'backwards', maxCount: 1 })) watch.end = position;
      if (waitingSince === since && watch.end && on.isMissing(watch.end))
        alarm('Nothing was delivered although there is more');
    } catch {
      if (waitingSince === since) alarm('Nothing was delivered and the log does not answer');
    } finally {
      isReading = false;
    }
  }

  function alarm(reason: string): void {
    watch.alarm = new Error(reason);
    on.raise();
  }

  const timer = setInterval(() => void readEnd(), silenceMs / 2);
  timer.unref();
  return watch;
}

const isBefore = (reached: Position | 'start' | undefined, position: Position): boolean =>
  reached === undefined || reached === 'start' || comparePositions(reached, position) < 0;
