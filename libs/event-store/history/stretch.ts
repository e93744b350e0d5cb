/** What lies between two steps of a stream's past: entries, the states between them, and where they are in the log. */
import type { Event } from '#domain/messages.js';
import { invariant } from '#domain/errors.js';
import type { Position } from '../port/event-store.js';
import { bytesOf } from './bytes-of.js';
import type { EntryReader, OpenEvent } from './entry-reader.js';
import type { FoldedStep } from './waypoint-format.js';

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
  readonly start: FoldedStep<State>;
  /** Of the last entry that it is there for. */
  readonly upTo: number;
  /** Entries an event, where that is known. */
  readonly density: number | undefined;
};

export class Stretch<State, E extends Event> {
  readonly start: FoldedStep<State>;
  /** After the start, as far as somebody asked for them. */
  private readonly events: OpenEvent<E>[] = [];
  /** Their entries, those that somebody asked for. */
  private readonly parsed: (E | undefined)[] = [];
  private streamRevision: number;
  /** After each block that somebody asked for. */
  private readonly states: (State | undefined)[];
  private reading: Promise<void> = Promise.resolve();
  private readonly startBytes: number;

  constructor(
    private readonly course: Course<State>,
    private readonly reader: EntryReader<E>,
    private readonly evolveAll: (state: State, entries: readonly E[]) => State,
  ) {
    this.start = course.start;
    this.streamRevision = course.start.streamRevision;
    this.states = [course.start.state];
    this.startBytes = bytesOf(course.start);
  }

  /** Of the last entry that was read. */
  get revision(): number {
    return this.start.revision + this.parsed.length;
  }

  /** Roughly what it takes in memory. */
  get bytes(): number {
    const { startBytes, events, states, parsed } = this;
    return (
      startBytes +
      BYTES_PER_PLACE * events.length +
      BYTES_PER_STATE * (states.length - 1) +
      BYTES_PER_ENTRY * parsed.length
    );
  }

  /** Whether the entry of a revision is one that it is there for, read or not. */
  isFor(revision: number): boolean {
    return this.start.revision < revision && revision <= this.course.upTo;
  }

  /** Reads on until the entry of `revision` is there, or the stream's end. */
  reach(revision: number): Promise<void> {
    if (this.revision < revision) this.reading = this.reading.then(() => this.readOn(revision));
    return this.reading;
  }

  entry(revision: number): E | undefined {
    const place = revision - this.start.revision - 1;
    if (place < 0 || place >= this.parsed.length) return undefined;
    return (this.parsed[place] ??= this.eventOf(revision)?.part(revision, revision)[0]);
  }

  /** Entries after one revision up to another, as far as they were read. */
  entries(after: number, upTo: number): readonly E[] {
    const found: E[] = [];
    for (let revision = Math.max(after, this.start.revision) + 1; revision <= upTo; revision++) {
      const entry = this.entry(revision);
      if (entry === undefined) break;
      found.push(entry);
    }
    return found;
  }

  /** Where the event lies that holds a revision; undefined where it was not read. */
  positionOf(revision: number): Position | undefined {
    return this.eventOf(revision)?.position;
  }

  /** The state after the entry of a revision, or after the last one that was read. */
  stateAfter(revision: number): State {
    const { states, parsed, evolveAll } = this;
    const { revision: from } = this.start;
    const count = Math.max(0, Math.min(revision - from, parsed.length));
    const block = Math.floor(count / ENTRIES_PER_BLOCK);
    const known = states.findLastIndex((state, nth) => nth <= block && state !== undefined);
    const [knownAt, blockAt] = [from + known * ENTRIES_PER_BLOCK, from + block * ENTRIES_PER_BLOCK];
    const state = evolveAll(states[known] as State, this.parts(knownAt, blockAt));
    states[block] = state;
    return evolveAll(state, this.parts(blockAt, from + count));
  }

  /** The entries after one revision up to another, for folding: they are not kept. */
  private parts(after: number, upTo: number): readonly E[] {
    const found: E[] = [];
    for (let next = after + 1; next <= upTo;) {
      const event = this.eventOf(next);
      invariant(event !== undefined, `Entry ${next} was read`);
      const to = Math.min(upTo, event.last);
      found.push(...event.part(next, to));
      next = to + 1;
    }
    return found;
  }

  private async readOn(revision: number): Promise<void> {
    while (this.revision < revision) {
      const count = this.eventsWith(revision - this.revision);
      const events = await this.reader.openPage(this.streamRevision + 1, count);
      for (const event of events) this.take(event);
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
