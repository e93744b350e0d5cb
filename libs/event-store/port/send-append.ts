/**
 * An append whose answer did not come is unknown, not failed: it may be in the log, or land there later, so that not
 * finding it by reading proves nothing. The same events go out again at the same expected revision until the server
 * answers that they are in, or that this revision is past and they never will be. All sendings bear the deadline of the
 * first; what is known after it has passed is up to the caller.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppendResult, EventStore, ExpectedRevision, ProposedEvent } from './event-store.js';
import { readerOf } from './stream-reader.js';

export type SettledAppend =
  | { readonly outcome: 'appended'; readonly streamRevision: number }
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision };

/** What is sent again and again. */
export type Sending = {
  readonly stream: string;
  readonly events: readonly ProposedEvent[];
  readonly expected: ExpectedRevision;
};

export type UnknownAppend = Extract<AppendResult, { outcome: 'unknown' }>;

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Sends until an answer is final or the deadline has passed. `onLost` is called for each answer that did not come. Nearly always
 * the first answer is final: what it takes to go on is not set up before.
 */
export function sendAppend(
  store: EventStore,
  sending: Sending,
  appendDeadlineMs: number,
  onLost?: (cause: Error) => void,
): Promise<SettledAppend | UnknownAppend> {
  const deadlineAt = Date.now() + appendDeadlineMs;
  const until = performance.now() + appendDeadlineMs;
  // A rejection is final where nothing was sent before it.
  return store
    .append(sending.stream, sending.events, sending.expected, deadlineAt)
    .then((result) =>
      result.outcome === 'appended' ? result : goOn(store, sending, result, { deadlineAt, until, onLost }),
    );
}

type Until = {
  readonly deadlineAt: number;
  /** The same, on the monotonic clock. */
  readonly until: number;
  readonly onLost: ((cause: Error) => void) | undefined;
};

async function goOn(
  store: EventStore,
  sending: Sending,
  first: AppendResult,
  { deadlineAt, until, onLost }: Until,
): Promise<SettledAppend | UnknownAppend> {
  let result = first;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    if (result.outcome === 'appended') return result;
    if (result.outcome === 'conflict') {
      const conflict = result;
      try {
        return (await asAppended(store, sending)) ?? conflict;
      } catch (error) {
        result = { outcome: 'unknown', cause: error as Error };
      }
    }
    const { cause } = result;
    onLost?.(cause);
    if (performance.now() + pauseMs > until) return { outcome: 'unknown', cause };
    await sleep(pauseMs);
    try {
      result = await store.append(sending.stream, sending.events, sending.expected, deadlineAt);
    } catch (error) {
      result = { outcome: 'unknown', cause: error as Error };
    }
  }
}

/** Whether these very events are what follows the expected revision. An append is whole, so the first one proves it. */
export async function asAppended(
  store: EventStore,
  { stream, events, expected }: Sending,
): Promise<Extract<SettledAppend, { outcome: 'appended' }> | undefined> {
  const after = expected === 'no_stream' ? 0 : expected + 1;
  const isOurs = (await readerOf(store, stream).at(after))?.id === events[0]?.id;
  return isOurs ? { outcome: 'appended', streamRevision: after + events.length - 1 } : undefined;
}
