/** What a follower reads, and what it makes of it. Types only. */
import type { Position } from '#event-store/port/event-store.js';

/** What a follower is given of an event knows where that lies in the log. */
export type Located = { readonly position: Position };

/** `caughtUp`: all that was in the log when reading began has arrived. `checkpoint`: up to here nothing else concerns us. */
export type Arrival<E extends Located> =
  | { readonly kind: 'event'; readonly arrived: E }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'checkpoint'; readonly position: Position };

/** The log after a position (null: from its beginning), until the signal aborts. Comes back by itself after interruptions. */
export type Source<E extends Located> = (after: Position | null, signal: AbortSignal) => AsyncIterable<Arrival<E>>;

/**
 * What comes of the events, and the checkpoint, which is never stored before what it speaks of: in one write with it
 * (the read models), or after it (`checkpointInLog`).
 */
export type Effects<E extends Located> = {
  /** Reads the checkpoint: the position up to which all effects are stored; null before the first. */
  open(): Promise<Position | null>;
  /**
   * The effects of `events`, which follow each other and reach up to `position`, are stored when this resolves; before the first
   * `caughtUp` they may wait for it, as long as the checkpoint does.
   */
  apply(events: readonly E[], position: Position): Promise<void>;
  /** Is called each time that all which was in the log when reading began is applied. */
  caughtUp?(): Promise<void>;
};
