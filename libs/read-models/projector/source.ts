/** What the runner reads: the accounts' events in the order of the log, decoded. */
import type { AccountEvent } from '#domain/account/events.js';
import type { Position } from '#event-store/port/event-store.js';
import type * as followers from '#followers/port.js';

/** An account's event that has arrived from the log. */
export type Arrived = {
  readonly accountId: string;
  /** Place in the account's stream, dense from 0. Not the account's revision, which counts entries. */
  readonly streamRevision: number;
  readonly position: Position;
  readonly event: AccountEvent;
};

export type Arrival = followers.Arrival<Arrived>;
export type Source = followers.Source<Arrived>;

/** An account's events after a stream revision, up to the end of its stream as it is. */
export type AccountHistory = (accountId: string, after: number) => AsyncIterable<Arrived>;
