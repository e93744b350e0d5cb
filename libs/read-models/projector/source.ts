/** What the runner reads: the accounts' events in the order of the log, decoded. */
import type { AccountEvent } from '#domain/account/events.js';
import type { Position } from '#event-store/port/event-store.js';

/** An account's event that has arrived from the log. */
export type Arrived = {
  readonly accountId: string;
  /** Place in the account's stream, dense from 0. Not the account's revision, which counts entries. */
  readonly streamRevision: number;
  readonly position: Position;
  readonly event: AccountEvent;
};

/** `caughtUp`: all that was in the log when reading began has arrived. `checkpoint`: up to here nothing else concerns us. */
export type Arrival =
  | { readonly kind: 'event'; readonly arrived: Arrived }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'checkpoint'; readonly position: Position };

/** The log after a position (null: from its beginning), until the signal aborts. Comes back by itself after failures. */
export type Source = (after: Position | null, signal: AbortSignal) => AsyncIterable<Arrival>;

/** An account's events after a stream revision, up to the end of its stream as it is. */
export type AccountHistory = (accountId: string, after: number) => AsyncIterable<Arrived>;
