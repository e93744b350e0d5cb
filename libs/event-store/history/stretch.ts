/** What lies between two steps of a stream's past: entries, the states between them, and where they are in the log. */
import type { Event } from '#domain/messages.js';
import { invariant } from '#domain/errors.js';
import type { Position } from '../port/event-store.js';
import type { EntryReader, OpenEvent } from './entry-reader.js';
import type { Fold, Step } from './waypoint.js';

/** An entry of a charge, as an object. */
const BYTES_PER_ENTRY = 1_200;
/** What a state has of its own: it shares most of the one before. */
const BYTES_PER_STATE = 1_024;
/** An event's place. */
const BYTES_PER_PLACE = 128;
/** Entries an event, where none is known yet. */
const GUESS = 8;
const ENTRIES_PER_READ = 256;
/** The state after such a block is kept. */
const ENTRIES_PER_BLOCK = 8;

/** Where a stretch lies. */
export type Course<State> = {
  readonly start: Step;
  /** The last that is known at or before an entry, not before the start. */
  readonly foldBefore: (revision: number) => Fold<State>;
  /** Roughly what that takes in memory. */
  readonly bytes: number;
  /** Of the last entry that it is there for. */
  readonly upTo: number;
  /** Entries an event, where that is known. */
  readonly density: number | undefined;
};

export class Stretch<State, E extends Event> {
  readonly start: Step;
  /** After the start, as far as somebody asked for them. */
  private readonly events: OpenEvent<E>[] = [];
  /** Their entries, those that somebody asked for. */
  private readonly parsed: (E | undefined)[] = [];
  private streamRevision: number;
  /** After each block that somebody asked for and that nothing else is known of. */
  private readonly states: (State | undefined)[] = [];
  private reading: Promise<void> = Promise.resolve();
  /** Of the last entry that somebody waits for: those who ask in the same turn have it read in one call. */
  private wanted = 0;

  constructor(
    private readonly course: Course<State>,
    private readonly reader: EntryReader<E>,
    private readonly evolveAll: (state: State, entries: readonly E[]) => State,
  ) {
    this.start = course.start;
    this.streamRevision = course.start.streamRevision;
  }

  /** Of the last entry that was read. */
  get revision(): number {
    return this.start.revision + this.parsed.length;
  }

  /** Roughly what it takes in memory. */
  get bytes(): number {
    const { course, events, states, parsed } = this;
    return (
      course.bytes + BYTES_PER_PLACE * events.length + BYTES_PER_STATE * states.length + BYTES_PER_ENTRY * parsed.length
    );
  }

  /** Whether the entry of a revision is one that it is there for, read or not. */
  isFor(revision: number): boolean {
    return this.start.revision < revision && revision <= this.course.upTo;
  }

  /** Reads on until the entry of `revision` is there, or the stream's end. After a failure the next one reads on. */
  reach(revision: number): Promise<void> {
    this.wanted = Math.max(this.wanted, revision);
    const reading = this.reading.then(() => this.readOn(revision));
    this.reading = reading.catch(() => {});
    return reading;
  }

  entry(revision: number): E | undefined {
    return this.entries(revision - 1, revision)[0];
  }

  /** Entries after one revision up to another, as far as they were read. Those that are missing are parsed together. */
  entries(after: number, upTo: number): readonly E[] {
    const { parsed, start } = this;
    const from = Math.max(after, start.revision) - start.revision;
    const to = Math.min(upTo, this.revision) - start.revision;
    const isMissing = (nth: number): boolean => parsed[nth] === undefined;
    for (let nth = from; nth < to; nth++) {
      if (!isMissing(nth)) continue;
      const event = this.eventOf(start.revision + nth + 1) as OpenEvent<E>;
      let end = Math.min(to, event.last - start.revision);
      while (!isMissing(end - 1)) end--;
      const entries = event.entries(start.revision + nth + 1, start.revision + end);
      for (const [place, entry] of entries.entries()) parsed[nth + place] ??= entry;
    }
    return parsed.slice(from, Math.max(from, to)) as readonly E[];
  }

  /** What is known at or before an entry. */
  foldBefore(revision: number): Fold<State> {
    return this.course.foldBefore(revision);
  }

  /** Where the event lies that holds a revision; undefined where it was not read. */
  positionOf(revision: number): Position | undefined {
    return this.eventOf(revision)?.position;
  }

  /** The state after the entry of a revision, or after the last one that was read. */
  stateAfter(revision: number): State {
    const { start, states, evolveAll } = this;
    const reached = Math.max(start.revision, Math.min(revision, this.revision));
    const fold = this.course.foldBefore(reached);
    const block = Math.floor((reached - start.revision) / ENTRIES_PER_BLOCK);
    const blockAt = start.revision + block * ENTRIES_PER_BLOCK;
    if (fold.revision >= blockAt) return evolveAll(fold.state, this.entries(fold.revision, reached));
    const known = states.findLastIndex((state, nth) => nth <= block && state !== undefined);
    const knownAt = start.revision + known * ENTRIES_PER_BLOCK;
    const [from, state] =
      known >= 0 && knownAt > fold.revision ? [knownAt, states[known] as State] : [fold.revision, fold.state];
    states[block] ??= evolveAll(state, this.entries(from, blockAt));
    return evolveAll(states[block], this.entries(blockAt, reached));
  }

  private async readOn(revision: number): Promise<void> {
    while (this.revision < revision) {
      // As much again as is there: whoever goes through it entry by entry has it read in a few calls.
      const again = Math.min(this.revision - this.start.revision, this.course.upTo - this.revision);
      const count = this.eventsWith(Math.max(revision - this.revision, this.wanted - this.revision, again));
      const events = await this.reader.openPage(this.streamRevision + 1, count);
      for (const event of events) this.take(event);
      if (events.length < count) this.wanted = 0;
      if (events.length < count) return;
    }
  }

  /** How many events hold so many entries more, as far as can be told from those that are known. */
  private eventsWith(wanted: number): number {
    const { start, density = GUESS } = this.course;
    const events = this.streamRevision - start.streamRevision;
    const perEvent = events > 0 ? this.parsed.length / events : density;
    return Math.ceil(Math.min(wanted, ENTRIES_PER_READ) / perEvent);
  }

  private take(event: OpenEvent<E>): void {
    const { first, last, streamRevision } = event;
    invariant(first === this.revision + 1, `Entry ${first} follows ${this.revision}`);
    for (let revision = first; revision <= last; revision++) this.parsed.push(undefined);
    this.events.push(event);
    this.streamRevision = streamRevision;
  }

  /** The event that holds an entry. */
  private eventOf(revision: number): OpenEvent<E> | undefined {
    const { events } = this;
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((events[middle]?.last ?? 0) < revision) low = middle + 1;
      else high = middle;
    }
    return events[low];
  }
}
