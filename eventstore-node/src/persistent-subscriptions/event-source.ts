/** An event as a group takes it from its source. */
export interface SourceEvent {
  readonly record: Buffer;
  /** Where it is in the log. */
  readonly position: number;
  /** Where it is in the source: its revision in a stream, its position in `$all`. */
  readonly place: number;
  /** How many events the source has searched, this one included. */
  readonly ordinal: number;
  /** Place of the event searched before this one, matched or not; undefined if it is the first of all. */
  readonly before: number | undefined;
}

export interface SourcePage {
  readonly events: readonly SourceEvent[];
  /** True when nothing is left on disk behind this page. */
  readonly isAtEnd: boolean;
}

/** Where a group's events come from: a place that moves on. Nothing is buffered here: the log is the buffer. */
export interface EventSource {
  /** At most `limit` events. */
  next(limit: number): SourcePage;
  /** False only if `next` has certainly nothing: read after each commit, of every group. */
  readonly mayHaveMore: boolean;
  /** True for a tombstoned stream: it can't be read any more. */
  readonly hasEnded: boolean;
  /** Place of the newest event, if one has come since this was called last. */
  arrived(): number | undefined;
  /** How many events have been searched, and up to where: undefined before the first. */
  readonly searched: number;
  readonly place: number | undefined;
}

/** Where a source begins: at its first event to read, or behind a checkpoint. */
export type SourceStart = { readonly first: number } | { readonly behind: number };

export const nothing: SourcePage = { events: [], isAtEnd: true };
