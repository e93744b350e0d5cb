/**
 * Reads a stream's events as entries: whatever is looked up in the past, by revision, by key, by what it is about or by
 * time, reads the log through this. Only what a stream in memory is folded from comes another way (loader.ts).
 */
import type { Event, Instant } from '#domain/messages.js';
import type { EventStore, Position, StoredEvent } from '../port/event-store.js';
import { type StreamReader, readerOf } from '../port/stream-reader.js';
import type { Folding } from './loaded-stream.js';
import { Slices } from './slices.js';

/** An event by its entries; it holds one at least. */
export type ReadEvent<E extends Event> = {
  readonly streamRevision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
  readonly entries: readonly E[];
  /** Revisions of its first and its last entry. */
  readonly first: number;
  readonly last: number;
};

/** An event of which parts are parsed when they are asked for. */
export type OpenEvent<E extends Event> = Pick<ReadEvent<E>, 'streamRevision' | 'position' | 'first' | 'last'> & {
  /** Those from one revision to another. */
  entries(from: number, to: number): readonly E[];
};

/** The last event that is known, by its last entry. */
export type KnownEnd = { readonly revision: number; readonly streamRevision: number };

export const NOWHERE: KnownEnd = { revision: 0, streamRevision: -1 };

/** Of a stream in memory, which moves on. */
export const endOf = ({ revision, streamRevision }: KnownEnd): KnownEnd => ({ revision, streamRevision });

export class EntryReader<E extends Event> {
  private readonly reader: StreamReader;

  constructor(
    store: EventStore,
    stream: string,
    private readonly folding: {
      readonly aggregate: Pick<Folding<unknown, E>['aggregate'], 'entriesOf'>;
      readonly codec: Folding<unknown, E>['codec'];
    },
  ) {
    this.reader = readerOf(store, stream);
  }

  async at(streamRevision: number): Promise<ReadEvent<E> | null> {
    const stored = await this.reader.at(streamRevision);
    return stored && this.read(stored);
  }

  async last(): Promise<ReadEvent<E> | null> {
    const stored = await this.reader.last();
    return stored && this.read(stored);
  }

  async end(): Promise<KnownEnd> {
    const last = await this.last();
    return last ? { revision: last.last, streamRevision: last.streamRevision } : NOWHERE;
  }

  /** Events from one stream revision to another, inclusive. Whoever has seen enough leaves the loop. */
  async *events(from: number, to?: number): AsyncGenerator<ReadEvent<E>, void, void> {
    const slices = new Slices();
    for await (const stored of this.reader.pages(from, to)) {
      yield this.read(stored);
      if (slices.isOver) await slices.next();
    }
  }

  /** So many events from a stream revision on, in one call; fewer at the stream's end. */
  async page(from: number, count: number): Promise<readonly ReadEvent<E>[]> {
    return (await this.reader.page(from, count)).map((stored) => this.read(stored));
  }

  /** As `page`, of whose events only what is asked for is parsed, where that can be. */
  async openPage(from: number, count: number): Promise<readonly OpenEvent<E>[]> {
    return (await this.reader.texts(from, count)).map((stored) => this.open(stored));
  }

  async *entries(from: number, to?: number): AsyncGenerator<E, void, void> {
    for await (const { entries } of this.events(from, to)) yield* entries;
  }

  private open({ data, ...stored }: StoredEvent): OpenEvent<E> {
    const text = data as string;
    const { streamRevision, position } = stored;
    const cut = this.folding.codec.cut({ ...stored, data: text });
    if (cut) {
      const { first, last } = cut;
      const { entriesOf } = this.folding.aggregate;
      return { streamRevision, position, first, last, entries: (from, to) => entriesOf(cut.part(from, to)) };
    }
    const { entries, first, last } = this.read({ ...stored, data: JSON.parse(text) });
    const some = (from: number, to: number) => entries.slice(from - first, to - first + 1);
    return { streamRevision, position, first, last, entries: some };
  }

  private read(stored: StoredEvent): ReadEvent<E> {
    const event = this.folding.codec.decode(stored);
    const entries = this.folding.aggregate.entriesOf(event);
    const { revision: first, recordedAt } = event;
    const { streamRevision, position } = stored;
    return { streamRevision, position, recordedAt, entries, first, last: first + entries.length - 1 };
  }
}
