/** What waits to be decided, and what deciding it comes to. */
import { DomainError } from '#domain/errors.js';
import type { Command, Event, Instant } from '#domain/messages.js';
import type { KeyPlace } from '../history/find-key.js';
import type { KeyHash } from '../history/keys.js';
import type { KnownEnd } from '../history/entry-reader.js';
import type { SearchResult, Unread } from '../history/search.js';
import type { Execution, Request } from './execute-command.js';
import { type Ends, OpenRequest, type OpenRequests } from './open-requests.js';

export class CommandItem<State, C extends Command, E extends Event> extends OpenRequest<Execution<State, E>> {
  /** Old entries that were read for it. Most commands need none. */
  entries: ReadonlyMap<number, E | null> | undefined = undefined;
  /** What searches of it found so far, by their names. */
  found: ReadonlyMap<string, SearchResult<E>> | undefined = undefined;
  /** Entries whose key has the same hash, and is another. */
  otherKeys: ReadonlySet<number> | undefined = undefined;
  /** Its key is in none of the first so many chunks. */
  chunksWithoutKey = 0;
  keyHash: KeyHash | undefined = undefined;

  constructor(
    readonly request: Request<C>,
    /** On the monotonic clock. Not decided by then, it is `Busy`. */
    readonly decideBy: number,
    all: Pick<OpenRequests, 'close'>,
    ends: Ends<Execution<State, E>>,
  ) {
    super(all, ends);
  }
}

export class QueryItem<State, T = unknown> extends OpenRequest<T> {
  constructor(
    private readonly view: (state: State, now: Instant) => T,
    readonly decideBy: number,
    all: Pick<OpenRequests, 'close'>,
    ends: Ends<T>,
  ) {
    super(all, ends);
  }

  /** Answers with what is seen, or with what that throws. */
  look(state: State, now: Instant): void {
    try {
      this.resolve(this.view(state, now));
    } catch (error) {
      this.reject(error);
    }
  }
}

export type Item<State, C extends Command, E extends Event> = CommandItem<State, C, E> | QueryItem<State>;

/** What has to be looked up in the log before a command can be decided. */
export type Lookup =
  | {
      readonly kind: 'entries';
      readonly revisions: readonly number[];
      readonly searches: readonly Unread[];
      /** The last event that was known when they turned out to be needed. */
      readonly end: KnownEnd;
    }
  /** All filters, which say what else has to be read. */
  | { readonly kind: 'filters' }
  | KeyPlace;

export type Answer<State, C extends Command, E extends Event> = {
  readonly item: Item<State, C, E>;
  /** How many of the batch's events it rests on. */
  readonly events: number;
  /** It reports that something was recorded, by this batch. Others can be given afresh if the batch comes to nothing. */
  readonly isRecorded: boolean;
  /** Gives the answer. To be called when those events are on disk. */
  give(): void;
};

export type DecidedBatch<State, C extends Command, E extends Event> = {
  readonly events: readonly E[];
  /** The state after an entry, where a command ends with it. */
  stateAfter(revision: number): State | undefined;
  hashOf(key: string): KeyHash;
  readonly answers: readonly Answer<State, C, E>[];
  /** Commands that can't be decided yet. */
  readonly lookups: readonly { readonly item: CommandItem<State, C, E>; readonly lookup: Lookup }[];
};

export const itemsOf = <State, C extends Command, E extends Event>(answers: readonly Answer<State, C, E>[]) =>
  answers.map(({ item }) => item);

export const keyReused = (): DomainError =>
  new DomainError('idempotency-key-reused', 'This idempotency key was used for another request.');
