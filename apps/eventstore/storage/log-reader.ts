import { decodePosition, type Database } from './database.js';
import { decodeRecordedEvent, type RecordedEvent } from './recorded-event.js';
import type { StreamState } from './stream-catalog.js';

export interface LoggedEvent {
  readonly position: number;
  /** The bytes of `encodeRecordedEvent`. */
  readonly record: Buffer;
}

export interface StreamEvent extends LoggedEvent {
  readonly revision: number;
}

/** A page ends with the event that reaches this size: pages of large events stay bounded too. */
const PAGE_BYTES = 256 * 1024;

/** Reads pages of the log, never beyond what is on disk. Every record handed out is a copy the caller may keep. */
export class LogReader {
  constructor(
    private readonly database: Database,
    private readonly durablePosition: () => number,
  ) {}

  /** At most `limit` events from `start` on, `start` included. */
  forwards(start: number, limit: number): LoggedEvent[] {
    const end = this.durablePosition() + 1;
    return start >= end ? [] : this.page({ start, end, limit });
  }

  /** At most `limit` events before `start`, the latest first, `start` excluded. */
  backwards(start: number, limit: number): LoggedEvent[] {
    const first = Math.min(start - 1, this.durablePosition());
    return first < 1 ? [] : this.page({ start: first, end: 1, inclusiveEnd: true, reverse: true, limit });
  }

  streamForwards(stream: StreamState, start: number, limit: number): StreamEvent[] {
    if (start > stream.lastRevision) return [];
    return this.streamPage({
      start: [stream.number, start],
      end: [stream.number, stream.lastRevision],
      inclusiveEnd: true,
      limit,
    });
  }

  /** From `start` down to `lowest`, both included. */
  streamBackwards(stream: StreamState, start: number, lowest: number, limit: number): StreamEvent[] {
    const first = Math.min(start, stream.lastRevision);
    if (first < lowest) return [];
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
    const position = this.database.index.getBinary([stream.number, revision]);
    return position && this.database.events.getBinary(decodePosition(position));
  }

  private page(range: object): LoggedEvent[] {
    const page: LoggedEvent[] = [];
    let bytes = 0;
    for (const { key, value } of this.database.events.getRange(range)) {
      page.push({ position: key, record: value });
      bytes += value.length;
      if (bytes >= PAGE_BYTES) break;
    }
    return page;
  }

  private streamPage(range: object): StreamEvent[] {
    const page: StreamEvent[] = [];
    let bytes = 0;
    for (const { key, value } of this.database.index.getRange(range)) {
      const position = decodePosition(value);
      if (position > this.durablePosition()) continue;
      // An event that a scavenge has removed leaves its index entry to the next one.
      const record = this.database.events.getBinary(position);
      if (!record) continue;
      page.push({ position, revision: key[1], record });
      bytes += record.length;
      if (bytes >= PAGE_BYTES) break;
    }
    return page;
  }
}
