/**
 * An export as a store that can be read: what answers from the log answers from the file alone. Memory holds where each event
 * lies, and the events of the stream that was read last.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { Instant } from '#domain/messages.js';
import type { StoredMetadata } from '#event-store/codec/codec.js';
import {
  type EventStore,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamRead,
  comparePositions,
} from '#event-store/port/event-store.js';
import { positionIn } from '#event-store/port/position-text.js';
import type { EventLine } from '#proof/export.js';
import { linesOf } from './lines-of.js';

/** Offset and length in bytes, by turns: in the order of the file. */
type Places = number[];

/** A stream of more is read anew each time. */
const MOST_KEPT = 50_000;

export class ExportStore implements Pick<EventStore, 'readStream' | 'readAll' | 'dispose'> {
  private readonly all: Places = [];
  private readonly streams = new Map<string, Places>();
  private kept: { readonly stream: string; readonly events: readonly StoredEvent[] } | undefined;
  /** The latest time of recording in it. */
  private recordedAt: Instant | undefined;

  private constructor(
    private readonly name: string,
    private readonly file: FileHandle,
  ) {}

  /** Reads the file once. Throws where a line is not what an export has. */
  static async open(name: string): Promise<ExportStore> {
    const store = new ExportStore(name, await open(name));
    for await (const { line, offset, bytes } of linesOf(name, 'reading the export, bytes')) {
      if (line.line === 'event') store.add(line, offset, bytes);
    }
    return store;
  }

  /** When its last event was recorded; undefined where it has none. */
  get endsAt(): Instant | undefined {
    return this.recordedAt;
  }

  get streamNames(): Iterable<string> {
    return this.streams.keys();
  }

  readStream(stream: string, options: ReadStreamOptions = {}): StreamRead {
    const read = async function* (this: ExportStore) {
      const events = await this.eventsOf(stream);
      result.exists = events.length > 0;
      for (const event of chosen(events, options))
        yield options.isText ? { ...event, data: JSON.stringify(event.data) } : event;
    };
    const result = { exists: undefined as boolean | undefined, [Symbol.asyncIterator]: () => read.call(this) };
    return result;
  }

  async *readAll({ from, direction = 'forwards', maxCount = Infinity }: ReadAllOptions = {}) {
    const isForwards = direction === 'forwards';
    if (from === 'end' && isForwards) return;
    const after = typeof from === 'object' ? from : undefined;
    let count = 0;
    const end = this.all.length - 2;
    for (let at = isForwards ? 0 : end; at >= 0 && at <= end && count < maxCount; at += isForwards ? 2 : -2) {
      const event = await this.eventAt(this.all, at);
      const order = after && comparePositions(event.position, after);
      if (order !== undefined && (isForwards ? order <= 0 : order >= 0)) continue;
      count++;
      yield event;
    }
  }

  dispose(): Promise<void> {
    return this.file.close();
  }

  private add({ stream, metadata }: EventLine, offset: number, bytes: number): void {
    const places = this.streams.get(stream) ?? [];
    this.streams.set(stream, places);
    for (const list of [places, this.all]) list.push(offset, bytes);
    const { recordedAt } = metadata as StoredMetadata;
    if (this.recordedAt === undefined || recordedAt > this.recordedAt) this.recordedAt = recordedAt;
  }

  private async eventsOf(stream: string): Promise<readonly StoredEvent[]> {
    if (this.kept?.stream === stream) return this.kept.events;
    const places = this.streams.get(stream) ?? [];
    const events: StoredEvent[] = [];
    for (let at = 0; at < places.length; at += 2) events.push(await this.eventAt(places, at));
    if (events.length <= MOST_KEPT) this.kept = { stream, events };
    return events;
  }

  private async eventAt(places: Places, at: number): Promise<StoredEvent> {
    const [offset = 0, length = 0] = [places[at], places[at + 1]];
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset);
    if (bytesRead < length) throw new Error(`${this.name} has become shorter`);
    const { stream, streamRevision, id, type, data, metadata, position } = JSON.parse(bytes.toString()) as EventLine;
    return { stream, streamRevision, id, type, data, metadata, position: positionIn(position), created: NEVER };
  }
}

/** An export does not say when the server wrote an event, and nothing is decided by it. */
const NEVER = new Date(0);

function chosen(
  events: readonly StoredEvent[],
  { from, direction = 'forwards', maxCount = Infinity }: ReadStreamOptions,
): readonly StoredEvent[] {
  if (direction === 'forwards') {
    if (from === 'end') return [];
    const start = typeof from === 'number' ? from : 0;
    return events.slice(start, start + maxCount);
  }
  if (from === 'start') return events.slice(0, 1);
  const last = typeof from === 'number' ? Math.min(from, events.length - 1) : events.length - 1;
  return events.slice(Math.max(0, last + 1 - maxCount), last + 1).reverse();
}
