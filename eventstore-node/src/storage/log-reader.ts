import { decodePosition, type Database } from './database.js';
import { decodeRecordedEvent, type LoggedEvent, type RecordedEvent } from './recorded-event.js';
import type { Segments } from './segments.js';
import type { StreamState } from './stream-catalog.js';
import type { Tail } from './tail.js';

export interface StreamEvent extends LoggedEvent {
  readonly revision: number;
}

/** A page ends with the event that reaches this size: pages of large events stay bounded too. */
const PAGE_BYTES = 256 * 1024;

/** Where events are: in segments, and the last of them in memory as well, where they are found before the tables know them. */
export interface LogParts {
  readonly segments: Segments;
  readonly database: Database;
  readonly tail: Tail;
}

/** Reads pages of the log, never beyond what is on disk. The caller may keep every record that is handed out. */
export class LogReader {
  constructor(
    private readonly parts: LogParts,
    private readonly durablePosition: () => number,
  ) {}

  /** At most `limit` events from `start` on, `start` included. Fewer than there are, if they are large. */
  forwards(start: number, limit: number): LoggedEvent[] {
    const first = Math.max(start, 1);
    if (first > this.durablePosition()) return [];
    if (this.parts.tail.at(first)) return this.fromTail(first, limit, 1);
    return this.parts.segments.forwards(first, limit, PAGE_BYTES);
  }

  /** At most `limit` events before `start`, the latest first, `start` excluded. */
  backwards(start: number, limit: number): LoggedEvent[] {
    const first = Math.min(start - 1, this.durablePosition());
    if (this.parts.tail.at(first)) return this.fromTail(first, limit, -1);
    return this.parts.segments.backwards(first, limit, PAGE_BYTES);
  }

  /** From `start` up to the stream's end. */
  streamForwards(stream: StreamState, start: number, limit: number): StreamEvent[] {
    const inTail = this.parts.tail.ofStream(stream.number).filter(({ revision }) => revision >= start);
    const firstInTail = inTail[0]?.revision ?? stream.lastRevision + 1;
    if (start >= firstInTail) return bounded(inTail, limit);
    const page = this.streamPage({ start: [stream.number, start], end: [stream.number, firstInTail], limit });
    return page.length > 0 ? page : bounded(inTail, limit);
  }

  /** From `start` down to `lowest`, both included. */
  streamBackwards(stream: StreamState, start: number, lowest: number, limit: number): StreamEvent[] {
    const first = Math.min(start, stream.lastRevision);
    if (first < lowest) return [];
    const inTail = this.parts.tail
      .ofStream(stream.number)
      .filter(({ revision }) => revision <= first && revision >= lowest);
    if (inTail.length > 0) return bounded(inTail.reverse(), limit);
    return this.streamPage({
      start: [stream.number, first],
      end: [stream.number, lowest],
      inclusiveEnd: true,
      reverse: true,
      limit,
    });
  }

  eventAt(stream: StreamState, revision: number): RecordedEvent | undefined {
    const record = this.recordAt(stream, revision);
    return record && decodeRecordedEvent(record);
  }

  recordAt(stream: StreamState, revision: number): Buffer | undefined {
    const inTail = this.parts.tail.ofStream(stream.number).find((event) => event.revision === revision);
    if (inTail) return inTail.record;
    const position = this.parts.database.index.getBinary([stream.number, revision]);
    return position && this.parts.segments.at(decodePosition(position));
  }

  private fromTail(start: number, limit: number, step: 1 | -1): LoggedEvent[] {
    const page: LoggedEvent[] = [];
    let bytes = 0;
    for (let position = start; page.length < limit && bytes < PAGE_BYTES; position += step) {
      const event = this.parts.tail.at(position);
      if (!event) break;
      page.push(event);
      bytes += event.record.length;
    }
    return page;
  }

  private streamPage(range: object): StreamEvent[] {
    const places: { position: number; revision: number }[] = [];
    for (const { key, value } of this.parts.database.index.getRange(range))
      places.push({ position: decodePosition(value), revision: key[1] });
    const page: StreamEvent[] = [];
    let bytes = 0;
    for (let next = 0; next < places.length && bytes < PAGE_BYTES;) {
      const { position } = places[next] as { position: number };
      const run = this.parts.segments.neighbours(position, runLength(places, next), PAGE_BYTES - bytes);
      if (run.length === 0) throw new Error(`The index has position ${position}, but the log has no event there.`);
      for (const event of run) {
        const { position: wanted, revision } = places[next] as { position: number; revision: number };
        if (event.position !== wanted) break;
        page.push({ position: wanted, revision, record: event.record });
        bytes += event.record.length;
        next++;
      }
    }
    return page;
  }
}

/** How many places from `start` on follow each other in the log: what was appended together. */
function runLength(places: readonly { readonly position: number }[], start: number): number {
  let end = start + 1;
  while (end < places.length && places[end]?.position === (places[end - 1]?.position ?? 0) + 1) end++;
  return end - start;
}

function bounded<Event extends LoggedEvent>(events: readonly Event[], limit: number): Event[] {
  const page: Event[] = [];
  let bytes = 0;
  for (const event of events) {
    if (page.length === limit || bytes >= PAGE_BYTES) break;
    page.push(event);
    bytes += event.record.length;
  }
  return page;
}
