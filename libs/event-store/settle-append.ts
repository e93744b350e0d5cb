/**
 * An append whose answer did not come is unknown, not failed: it may be in the log, or land there later, so that not
 * finding it by reading proves nothing. The same events go out again at the same expected revision until the server
 * says that they are in, or that this revision is past and they never will be.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, ExpectedRevision, ProposedEvent } from './event-store.js';
import { readerOf } from './stream-reader.js';

export type SettledAppend =
  | { readonly outcome: 'appended'; readonly streamRevision: number }
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision }
  /** No answer within the time given: only the log will tell. */
  | { readonly outcome: 'unknown'; readonly cause: unknown };

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

export async function settleAppend(
  store: EventStore,
  stream: string,
  events: readonly ProposedEvent[],
  expected: ExpectedRevision,
  withinMs: number,
): Promise<SettledAppend> {
  const until = performance.now() + withinMs;
  let isSent = false;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    let cause: unknown;
    try {
      const result = await store.append(stream, events, expected);
      if (result.outcome === 'appended') return result;
      isSent = true;
      if (result.outcome === 'unknown') cause = result.cause;
      else if (await isOurs(store, stream, events, expected))
        return { outcome: 'appended', streamRevision: after(expected) + events.length - 1 };
      else return result;
    } catch (error) {
      // A rejection is final only where nothing was sent before it.
      if (!isSent) throw error;
      cause = error;
    }
    if (performance.now() + pauseMs > until) return { outcome: 'unknown', cause };
    await sleep(pauseMs);
  }
}

const after = (expected: ExpectedRevision): number => (expected === 'no_stream' ? 0 : expected + 1);

/** Whether it is these very events that made the revision move on. An append is whole, so the first one tells. */
async function isOurs(
  store: EventStore,
  stream: string,
  [first]: readonly ProposedEvent[],
  expected: ExpectedRevision,
): Promise<boolean> {
  return (await readerOf(store, stream).at(after(expected)))?.id === first?.id;
}
