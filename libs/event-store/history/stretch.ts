/** What lies between a waypoint and what somebody asked for: entries, the states between them, and where they are in the log. */
import type { Event, Instant } from '#domain/messages.js';
import type { Position } from '../port/event-store.js';
import { bytesOf } from './bytes-of.js';
import type { EntryReader, ReadEvent } from './entry-reader.js';
import type { Packer } from './packer.js';
import { ENTRIES_PER_WAYPOINT } from './waypoints.js';

/** Where a stretch begins. */
export type Start<State> = {
  /** Of its waypoint; 0 is the stream's beginning. */
  readonly number: number;
  readonly state: State;
  readonly revision: number;
  readonly streamRevision: number;
  readonly recordedAt: Instant | undefined;
  readonly sums: unknown;
};

/** An entry of a charge, as an object. */
const BYTES_PER_ENTRY = 1_200;
/** What a state has of its own: it shares most of the one before. */
const BYTES_PER_STATE = 1_024;
/** An event's place, or a buffer beside its bytes. */
const BYTES_PER_OBJECT = 128;
/** Entries an event, where none is known yet. */
const GUESS = 8;
/** So many are packed together, and the state before each such block is kept. */
const ENTRIES_PER_BLOCK = 32;

/** As objects, packed, or both. */
type Block<E> = { entries?: E[] | undefined; packed?: Buffer };

export class Stretch<State, E extends Event> {
  /** Those after the start, as far as somebody asked for them. */
  private readonly blocks: Block<E>[] = [];
  private count = 0;
  /** Of each event the revision of its last entry. */
  private readonly events: { readonly last: number; readonly position: Position }[] = [];
  private streamRevision: number;
  private readonly states: State[];
  private reading: Promise<void> = Promise.resolve();
  private readonly startBytes: number;

  constructor(
    readonly start: Start<State>,
    /** Entries an event before it, where that is known. */
    private readonly density: number | undefined,
    private readonly reader: EntryReader<E>,
    private readonly evolveAll: (state: State, entries: readonly E[]) => State,
    private readonly packer: Packer<E>,
  ) {
    this.streamRevision = start.streamRevision;
    this.states = [start.state];
    this.startBytes = bytesOf(start);
  }

  /** Of the last entry that was read. */
  get revision(): number {
    return this.start.revision + this.count;
  }

  /** Roughly what it takes in memory. */
  get bytes(): number {
    const { startBytes, events, states, blocks } = this;
    let bytes = startBytes + BYTES_PER_OBJECT * events.length + BYTES_PER_STATE * (states.length - 1);
    for (const { entries, packed } of blocks)
      bytes += BYTES_PER_OBJECT + (packed?.length ?? 0) + BYTES_PER_ENTRY * (entries?.length ?? 0);
    return bytes;
  }

  /** Reads on until the entry of `revision` is there, or the stream's end. */
  reach(revision: number): Promise<void> {
    this.reading = this.reading.then(() => this.readOn(revision));
    return this.reading;
  }

  entry(revision: number): E | undefined {
    const nth = revision - this.start.revision - 1;
    return nth < 0 ? undefined : this.block(Math.floor(nth / ENTRIES_PER_BLOCK))[nth % ENTRIES_PER_BLOCK];
  }

  /** Entries after one revision up to another, as far as they were read. */
  entries(after: number, upTo: number): readonly E[] {
    const { start } = this;
    const [from, to] = [Math.max(0, after - start.revision), upTo - start.revision];
    const first = Math.floor(from / ENTRIES_PER_BLOCK);
    const entries: E[] = [];
    for (let nth = first; nth < this.blocks.length && nth * ENTRIES_PER_BLOCK < to; nth++)
      entries.push(...this.block(nth));
    const skipped = first * ENTRIES_PER_BLOCK;
    return entries.slice(from - skipped, Math.max(0, to - skipped));
  }

  /** Where the event lies that holds a revision; undefined where it was not read. */
  positionOf(revision: number): Position | undefined {
    return this.events.find(({ last }) => last >= revision)?.position;
  }

  /** The state after the entry of a revision, or after the last one that was read. */
  stateAfter(revision: number): State {
    const { states } = this;
    const count = Math.max(0, Math.min(revision - this.start.revision, this.count));
    const block = Math.floor(count / ENTRIES_PER_BLOCK);
    for (let nth = states.length; nth <= block; nth++) states.push(this.evolved(nth - 1));
    return count % ENTRIES_PER_BLOCK === 0 ? (states[block] as State) : this.evolved(block, count % ENTRIES_PER_BLOCK);
  }

  /** Makes it small until somebody asks for it; it answers as before. */
  pack(): void {
    this.stateAfter(this.revision);
    for (const block of this.blocks) {
      if (block.entries?.length !== ENTRIES_PER_BLOCK) continue;
      block.packed ??= this.packer.pack(block.entries);
      block.entries = undefined;
    }
  }

  private evolved(block: number, entries = ENTRIES_PER_BLOCK): State {
    return this.evolveAll(this.states[block] as State, this.block(block).slice(0, entries));
  }

  private block(nth: number): readonly E[] {
    const block = this.blocks[nth];
    if (block?.packed) block.entries ??= this.packer.unpack(block.packed);
    return block?.entries ?? [];
  }

  private async readOn(revision: number): Promise<void> {
    while (this.revision < revision) {
      const count = this.eventsWith(revision - this.revision);
      const events = await this.reader.page(this.streamRevision + 1, count);
      for (const event of events) this.take(event);
      if (events.length < count) return;
    }
  }

  /** How many events hold so many entries more, as far as can be told from those before. */
  private eventsWith(wanted: number): number {
    const { start, density = GUESS } = this;
    const read = this.streamRevision - start.streamRevision;
    const perEvent = read > 0 ? this.count / read : density;
    return Math.ceil(Math.min(wanted, ENTRIES_PER_WAYPOINT) / perEvent);
  }

  private take({ entries, last, position, streamRevision }: ReadEvent<E>): void {
    for (const entry of entries) {
      const nth = Math.floor(this.count++ / ENTRIES_PER_BLOCK);
      this.blocks[nth] ??= { entries: [] };
      this.blocks[nth].entries?.push(entry);
    }
    this.events.push({ last, position });
    this.streamRevision = streamRevision;
  }
}
