/**
 * The port to the event log. `eventstoredb/` holds its adapters; `testing/memory-event-store.ts` stands in for a
 * server in the specs of the write path. What is promised beyond the types is in README.md.
 */

/** Where an event lies in the whole log (`$all`). Both parts together are the position. */
export type Position = { readonly commit: bigint; readonly prepare: bigint };

/** An event about to be appended. `data` and `metadata` are JSON as UTF-8, and are stored byte for byte. */
export type ProposedEvent = {
  /** A UUID. Sent again after an unknown outcome, it is how the server and we know the event again. */
  readonly id: string;
  /** Never empty: a server answers an empty type twice, and the second answer ends the client's process. */
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

/** An event of the log. `data` and `metadata` are parsed JSON; `JSON.stringify` gives back the bytes that were stored. */
export type StoredEvent = {
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  /** Place in the stream, dense from 0. Not an account's revision, which counts entries. */
  readonly streamRevision: number;
  readonly position: Position;
  readonly data: unknown;
  readonly metadata: unknown;
  /** The server's clock when it was written. Nothing is decided by it. */
  readonly created: Date;
};

/** The revision of the stream's last event as the writer knows it, or that there is no stream yet. Never "any". */
export type ExpectedRevision = number | 'no_stream';

/**
 * `appended`: on disk, `streamRevision` is that of the last event. `conflict`: another revision was expected, nothing
 * was written. `unknown`: no answer came; the events may be in the log, or land there later (see settle-append.ts).
 */
export type AppendResult =
  | { readonly outcome: 'appended'; readonly streamRevision: number; readonly position: Position | undefined }
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision }
  | { readonly outcome: 'unknown'; readonly cause: Error };

export type Direction = 'forwards' | 'backwards';

export type ReadStreamOptions = {
  /** First event to be read, inclusive; beyond the end it is nothing forwards and the whole stream backwards. */
  readonly from?: number | 'start' | 'end';
  readonly direction?: Direction;
  readonly maxCount?: number;
  /** `data` is the text that is stored: for those who need a part of it. */
  readonly isText?: boolean;
};

export type ReadAllOptions = {
  /** Exclusive: the position of an event that is known already. */
  readonly from?: Position | 'start' | 'end';
  readonly direction?: Direction;
  readonly maxCount?: number;
};

/** A missing or deleted stream reads as an empty one; `exists` distinguishes them once the iteration has begun. */
export interface StreamRead extends AsyncIterable<StoredEvent> {
  readonly exists: boolean | undefined;
}

export type SubscribeOptions = {
  /** Exclusive: the position of the last event that was dealt with. */
  readonly from: Position | 'start';
  /** Only streams whose name starts with one of these. */
  readonly streamPrefixes: readonly string[];
  /** And of these only events of these types. A server looks at names or at types, so where these are given, at them. */
  readonly types?: readonly string[] | undefined;
  /** `data` is the text that is stored, as in `ReadStreamOptions`. */
  readonly isText?: boolean;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
};

/**
 * What a subscription delivers, in the order of the log. `caughtUp`: all that was in the log when the subscription
 * began has been delivered. `checkpoint`: up to this position nothing else concerns the subscriber.
 */
export type Delivery =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'checkpoint'; readonly position: Position };

/** Reads, subscriptions and rejected appends throw `EventStoreError` (errors.ts), never the client's own errors. */
export interface EventStore {
  /**
   * All events or none, right after `expected`. Throws only where it is certain that nothing was or will be written.
   * A store that comes to it after `deadlineAt`, in milliseconds since 1970 by its own clock, writes nothing.
   */
  append(
    stream: string,
    events: readonly ProposedEvent[],
    expected: ExpectedRevision,
    deadlineAt?: number,
  ): Promise<AppendResult>;
  readStream(stream: string, options?: ReadStreamOptions): StreamRead;
  /** The whole log, events of the server itself (`$…` types) left out. */
  readAll(options?: ReadAllOptions): AsyncIterable<StoredEvent>;
  /** One subscription: it ends or fails and does not come back by itself. Use `subscribe` of subscriptions.ts. */
  subscribeToAll(options: SubscribeOptions): AsyncIterable<Delivery>;
  dispose(): Promise<void>;
}

/** Negative, zero or positive, as a comparator wants it. */
export const comparePositions = (a: Position, b: Position): number =>
  a.commit === b.commit ? Number(a.prepare - b.prepare) : a.commit < b.commit ? -1 : 1;

/** Where a server was asked for types alone, the streams are looked at here; nor does it ask for a type's whole name. */
export const isSubscribedTo = (
  { stream, type }: Pick<StoredEvent, 'stream' | 'type'>,
  { streamPrefixes, types }: Pick<SubscribeOptions, 'streamPrefixes' | 'types'>,
): boolean =>
  types === undefined || (types.includes(type) && streamPrefixes.some((prefix) => stream.startsWith(prefix)));
