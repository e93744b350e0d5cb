import type { LoggedEvent } from '../storage/recorded-event.js';

/** What a subscription sends next. */
export interface FeedPage {
  readonly events: readonly LoggedEvent[];
  /** Positions up to which the log has been searched, for a client whose filter lets little through; each follows the event of that index. */
  readonly checkpoints: readonly { readonly afterEvents: number; readonly position: number }[];
  /** True when nothing is left on disk behind this page. */
  readonly isAtEnd: boolean;
  /** The stream can't be read, missing or deleted: `caughtUp` is not sent for it, as on the server. */
  readonly isMissing?: true;
}

/** A place in the log or in a stream that moves on as pages are taken. Nothing is buffered: the log is the buffer. */
export interface Feed {
  /** Throws what ends the subscription. */
  next(): FeedPage;
  /** How many events have come in that `next` has not handed out yet; counting stops beyond `limit`. */
  countWaiting(limit: number): number;
}

export const EVENTS_PER_PAGE = 256;
