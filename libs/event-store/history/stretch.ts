/** What lies between two steps of a stream's past: entries, the states between them, and where they are in the log. */
import type { Event } from '#domain/messages.js';
import type { Position } from '../port/event-store.js';
import { bytesOf } from './bytes-of.js';
import type { EntryReader, ReadEvent } from './entry-reader.js';
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
/** The state after each such block is kept. */
const ENTRIES_PER_BLOCK = 16;

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
  /** Those after the start, as far as somebody asked for them. */
  private readonly read: E[] = [];
  /** Of each event the revision of its last entry. */
  private readonly events: { readonly last: number; readonly position: Position }[] = [];
  private streamRevision: number;
  private readonly states: State[];
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
    return this.start.revision + this.read.length;
  }

  /** Roughly what it takes in memory. */
  get bytes(): number {
    const { startBytes, events, states, read } = this;
    return (
      startBytes +
      BYTES_PER_PLACE * events.length +
      BYTES_PER_STATE * (states.length - 1) +
      BYTES_PER_ENTRY * read.length
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
    return this.read[revision - this.start.revision - 1];
  }

  /** Entries after one revision up to another, as far as they were read. */
  entries(after: number, upTo: number): readonly E[] {
    const { revision } = this.start;
    return this.read.slice(Math.max(0, after - revision), Math.max(0, upTo - revision));
  }

  /** Where the event lies that holds a revision; undefined where it was not read. */
  positionOf(revision: number): Position | undefined {
    return this.events.find(({ last }) => last >= revision)?.position;
  }

  /** The state after the entry of a revision, or after the last one that was read. */
  stateAfter(revision: number): State {
    const { states, read, evolveAll } = this;
    const count = Math.max(0, Math.min(revision - this.start.revision, read.length));
    const block = Math.floor(count / ENTRIES_PER_BLOCK);
    for (let end = states.length * ENTRIES_PER_BLOCK; states.length <= block; end += ENTRIES_PER_BLOCK)
      states.push(evolveAll(states.at(-1) as State, read.slice(end - ENTRIES_PER_BLOCK, end)));
    const state = states[block] as State;
    return count % ENTRIES_PER_BLOCK === 0 ? state : evolveAll(state, read.slice(block * ENTRIES_PER_BLOCK, count));
  }

  private async readOn(revision: number): Promise<void> {
    while (this.revision < revision) {
      const count = this.eventsWith(revision - this.revision);
      const events = await this.reader.page(this.streamRevision + 1, count);
      for (const event of events) this.take(event);
      if (events.length < count) return;
    }
  }

  /** How many events hold so many entries more, as far as can be told from those that are known. */
  private eventsWith(wanted: number): number {
    const { start, density = GUESS } = this.course;
    const events = this.streamRevision - start.streamRevision;
    const perEvent = events > 0 ? this.read.length / events : density;
    return Math.ceil(Math.min(wanted, ENTRIES_PER_READ) / perEvent);
  }

  private take({ entries, last, position, streamRevision }: ReadEvent<E>): void {
    this.read.push(...entries);
    this.events.push({ last, position });
    this.streamRevision = streamRevision;
  }
}
