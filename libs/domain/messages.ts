/** The shapes that commands and events share. Types only, and the functions that make and move an `Instant`. */

/**
 * RFC 3339, UTC, milliseconds: `2026-01-31T00:00:00.000Z`. Years have four digits, 0000 to 9999: all instants have the
 * same width, so they compare as strings.
 */
export type Instant = string & { readonly __brand: 'Instant' };

export const FIRST_INSTANT = '0000-01-01T00:00:00.000Z' as Instant;
export const LAST_INSTANT = '9999-12-31T23:59:59.999Z' as Instant;

export const milliseconds = (at: Instant): number => Date.parse(at);

const FIRST_MS = milliseconds(FIRST_INSTANT);
const LAST_MS = milliseconds(LAST_INSTANT);

/** Milliseconds since 1970 as an instant. What lies beyond the calendar's years is its first or last instant. */
export const instant = (ms: number): Instant =>
  new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS)).toISOString() as Instant;

/** The instant so many milliseconds later; earlier, where they are negative. The one place that adds to a time. */
export const shifted = (at: Instant, ms: number): Instant => instant(milliseconds(at) + ms);

/** Who asked: the API key's name, and the person behind it where `X-Actor` named one. */
export type Actor = { readonly key: string; readonly person?: string };

/** Who that is to a reader: the person where one was named. */
export const nameOfActor = ({ key, person }: Actor): string => person ?? key;

/**
 * Where a command came from. `key` and `requestHash` make it idempotent (rule 10.1): the same key with the same hash is
 * answered again, with another hash it is refused. Facts that fell due have no key.
 */
export type Origin = { readonly key?: string; readonly requestHash?: string; readonly actor: Actor };

export const SYSTEM: Origin = { actor: { key: 'drawdown' } };

/** A request to one aggregate. `now` is the decider's clock; ids and times come in, they are never made inside. */
export type Command<Type extends string = string, Data = unknown> = {
  readonly type: Type;
  readonly data: Data;
  readonly now: Instant;
  readonly origin: Origin;
};

/**
 * A fact of one aggregate. `revision` is that of its first entry; `recordedAt` is when it was written and never goes
 * backwards within a stream; `effectiveAt` is business time. An event holds one entry, except where its type says more.
 */
export type Event<Type extends string = string, Data = unknown> = {
  readonly type: Type;
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly origin: Origin;
  readonly data: Data;
  /** What the decision that ends with this entry has made of an account's credits. */
  readonly turn?: Turn;
};

/** Nothing is available any more; something is again. */
export type Turn = 'depleted' | 'recovered';

/**
 * What a command comes to: its events, numbered from the revision of the state that it was decided on, and the state
 * after them, which is that very state where there are none.
 */
export type Decision<State, E extends Event> = { readonly events: readonly E[]; readonly state: State };

/**
 * What the write path needs to know of an aggregate. `evolve` is total over the events of its stream; `decide` throws a
 * `DomainError` where a rule refuses, and folds its own events: nobody has to do it again.
 */
export type Aggregate<State, C extends Command, E extends Event> = {
  /** Names the kind of stream; see `streamName`. */
  readonly category: string;
  readonly initialState: State;
  readonly revisionOf: (state: State) => number;
  readonly decide: (command: C, state: State, entries?: KnownEntries<E>) => Decision<State, E>;
  readonly evolve: (state: State, event: E) => State;
  /** The same, one after the other; what they all would copy may be copied once. */
  readonly evolveAll: (state: State, events: readonly E[]) => State;
  /** A fact that fell due, with which an append may begin: what fell due before it may go ahead. */
  readonly isDueFact: (event: E) => boolean;
  /** One event per entry: splits events that hold several. */
  readonly entriesOf: (event: E) => readonly E[];
  /** What an entry can be found by, however old it is. */
  readonly marksOf: (entry: E) => Marks;
  /**
   * Joins neighbouring events that may leave as one (group commit), of so many entries at most; by itself it knows how
   * many are good. Entries and their revisions stay as they are.
   */
  readonly pack: (events: readonly E[], entriesPerEvent?: number) => readonly E[];
};

/** Revisions, both inclusive. */
export type Span = { readonly first: number; readonly last: number };

/** `mark`: what the entry is about, in words that are unique for it. `span`: it concerns entries between these. */
export type Marks = { readonly mark?: string; readonly span?: Span };

/** Finds the newest entry with a mark, every one of them, or every entry whose span holds a revision. */
export type Search =
  | { readonly find: 'newest' | 'every'; readonly mark: string }
  | { readonly find: 'spanning'; readonly revision: number };

export const nameOf = (search: Search): string =>
  `${search.find} ${search.find === 'spanning' ? search.revision : search.mark}`;

export const isFoundBy = ({ mark, span }: Marks, search: Search): boolean =>
  search.find === 'spanning'
    ? span !== undefined && span.first <= search.revision && search.revision <= span.last
    : mark === search.mark;

/** Entries that are at hand because a rule asked for them. */
export type KnownEntries<E> = {
  /** By revision; `null` where there is none. */
  readonly at: ReadonlyMap<number, E | null>;
  /** By the name of the search, in the order of the log. */
  readonly found: ReadonlyMap<string, readonly E[]>;
};

export const nothingKnown: KnownEntries<never> = { at: new Map(), found: new Map() };

/**
 * Thrown by a rule that needs old entries (a refund needs its charge): it names all of them that it knows to need. The
 * write path reads them and decides again with them at hand: so the state stays small however old the account is.
 */
export class EntriesNeeded extends Error {
  override readonly name = 'EntriesNeeded';
  constructor(
    readonly revisions: readonly number[],
    readonly searches: readonly Search[] = [],
  ) {
    super(`To decide, ${revisions.length} old entries and ${searches.length} searches are needed`);
  }
}
