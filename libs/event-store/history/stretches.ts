/**
 * Stretches of streams that were read lately, each from its waypoint on. Whoever asks for several things of one stretch, or
 * at the same time as others, has it read once. What is kept stays true: a log only grows.
 */
import { LRUCache } from 'lru-cache';
import type { Event, Instant } from '#domain/messages.js';
import { bytesOf } from './bytes-of.js';
import type { EntryReader, ReadEvent } from './entry-reader.js';
import { ENTRIES_PER_WAYPOINT } from './waypoints.js';

/** Where a stretch begins. */
export type Start<State> = {
  readonly state: State;
  readonly revision: number;
  readonly streamRevision: number;
  readonly recordedAt: Instant | undefined;
  readonly sums: unknown;
};

const KEPT_BYTES = 20 * 1024 * 1024;
/** An entry of a charge, and its share of the states that are kept. */
const BYTES_PER_ENTRY = 1_280;
/** Entries an event, where none is known yet. */
const GUESS = 8;
/** A state is kept after each so many entries. */
const ENTRIES_PER_STATE = 16;

export class Stretch<State, E extends Event> {
  /** Those after the start, as far as somebody asked for them. */
  readonly entries: E[] = [];
  private streamRevision: number;
  private readonly states: State[];
  private reading: Promise<void> = Promise.resolve();
  private readonly startBytes: number;

  constructor(
    readonly start: Start<State>,
    private readonly reader: EntryReader<E>,
    private readonly evolveAll: (state: State, entries: readonly E[]) => State,
  ) {
    this.streamRevision = start.streamRevision;
    this.states = [start.state];
    this.startBytes = bytesOf(start);
  }

  /** Roughly what it takes in memory. Each state that is kept shares most of the one before. */
  get bytes(): number {
    return this.startBytes + BYTES_PER_ENTRY * this.entries.length;
  }

  /** Reads on until an entry after `revision` is there, or the stream's end. */
  reach(revision: number): Promise<void> {
    this.reading = this.reading.then(() => this.readOn(revision));
    return this.reading;
  }

  /** The state after so many entries. */
  stateAfter(count: number): State {
    const { states, entries } = this;
    const kept = Math.floor(count / ENTRIES_PER_STATE);
    for (let nth = states.length; nth <= kept; nth++) {
      const some = entries.slice((nth - 1) * ENTRIES_PER_STATE, nth * ENTRIES_PER_STATE);
      states.push(this.evolveAll(states[nth - 1] as State, some));
    }
    return this.evolveAll(states[kept] as State, entries.slice(kept * ENTRIES_PER_STATE, count));
  }

  private async readOn(revision: number): Promise<void> {
    const { start, entries } = this;
    while (start.revision + entries.length <= revision) {
      const count = this.eventsWith(revision + 1 - start.revision - entries.length);
      const events = await this.reader.page(this.streamRevision + 1, count);
      for (const event of events) this.take(event);
      if (events.length < count) return;
    }
  }

  /** How many events hold so many entries more, as far as can be told from those before. */
  private eventsWith(wanted: number): number {
    const { start, entries } = this;
    const read = this.streamRevision - start.streamRevision;
    const perEvent =
      read > 0 ? entries.length / read : start.revision > 0 ? start.revision / (start.streamRevision + 1) : GUESS;
    return Math.ceil(Math.min(wanted, ENTRIES_PER_WAYPOINT) / perEvent);
  }

  private take({ entries, streamRevision }: ReadEvent<E>): void {
    for (const entry of entries) this.entries.push(entry);
    this.streamRevision = streamRevision;
  }
}

export class Stretches<State, E extends Event> {
  private readonly kept = new LRUCache<string, Promise<Stretch<State, E> | null>>({ maxSize: KEPT_BYTES });

  /** The stretch of this name with an entry after `revision`, where there is one. `begin` finds it where it is not kept. */
  async reaching(
    name: string,
    revision: number,
    begin: () => Promise<Stretch<State, E> | null>,
  ): Promise<Stretch<State, E> | null> {
    const known = this.kept.get(name) ?? begin();
    // Those who ask meanwhile wait for the same.
    this.kept.set(name, known, { size: 1 });
    try {
      const stretch = await known;
      await stretch?.reach(revision);
      if (stretch) this.kept.set(name, known, { size: stretch.bytes });
      else this.kept.delete(name);
      return stretch;
    } catch (error) {
      this.kept.delete(name);
      throw error;
    }
  }
}
