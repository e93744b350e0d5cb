/** What the runner reads: the events of all aggregates in the order of the log, decoded. */
import type { Position } from '#event-store/port/event-store.js';
import type { StreamCategory } from '#event-store/port/streams.js';
import type * as followers from '#followers/port.js';

/** An event of an aggregate that has arrived from the log. */
export type Arrived = {
  readonly category: StreamCategory;
  /** The name of the aggregate's stream: what it goes by. */
  readonly stream: string;
  /** Place in the stream, dense from 0. Not the aggregate's revision, which counts entries. */
  readonly streamRevision: number;
  readonly id: string;
  readonly position: Position;
  /** What the event holds, for the projections of its category. */
  readonly entries: readonly unknown[];
  /** The aggregate's revision after it, and how many it took: one for each entry, those that come as one included. */
  readonly revision: number;
  readonly size: number;
};

export type Arrival = followers.Arrival<Arrived>;
export type Source = followers.Source<Arrived>;

/** A stream's events after a stream revision, up to the end of the stream as it is. */
export type History = (stream: string, after: number) => AsyncIterable<Arrived>;
