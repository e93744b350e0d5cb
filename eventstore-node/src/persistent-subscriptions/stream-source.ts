import type { EventLog } from '../storage/event-log.js';
import { hasExpired } from '../storage/retention.js';
import { firstReadableRevision, isDeleted } from '../storage/stream-catalog.js';
import { nothing, type EventSource, type SourceEvent, type SourcePage, type SourceStart } from './event-source.js';

/** The events of one stream. A stream that isn't there yet is one without events. */
export class StreamSource implements EventSource {
  searched = 0;
  place: number | undefined;
  private nextRevision: number;
  private newestRevision: number;

  constructor(
    private readonly log: EventLog,
    private readonly streamName: string,
    start: SourceStart,
  ) {
    this.place = 'behind' in start ? start.behind : undefined;
    this.nextRevision = 'behind' in start ? start.behind + 1 : start.first;
    this.newestRevision = this.lastRevision;
  }

  get mayHaveMore(): boolean {
    return this.lastRevision >= this.nextRevision;
  }

  get hasEnded(): boolean {
    return this.log.catalog.find(this.streamName)?.isTombstoned ?? false;
  }

  arrived(): number | undefined {
    const newest = this.lastRevision;
    if (newest <= this.newestRevision || newest < this.nextRevision || this.hasEnded) return undefined;
    this.newestRevision = newest;
    return newest;
  }

  next(limit: number): SourcePage {
    const stream = this.log.catalog.find(this.streamName);
    if (!stream || isDeleted(stream)) return nothing;
    const start = Math.max(this.nextRevision, firstReadableRevision(stream));
    const page = this.log.reader.streamForwards(stream, start, limit);
    const events: SourceEvent[] = [];
    const { maxAgeSeconds } = stream.settings;
    for (const { record, position, revision } of page) {
      const before = this.place;
      this.place = revision;
      const ordinal = ++this.searched;
      if (maxAgeSeconds !== undefined && hasExpired(record, maxAgeSeconds)) continue;
      events.push({ record, position, place: revision, ordinal, before });
    }
    const last = page[page.length - 1];
    if (!last) return nothing;
    this.nextRevision = last.revision + 1;
    return { events, isAtEnd: last.position === stream.lastPosition };
  }

  private get lastRevision(): number {
    return this.log.catalog.find(this.streamName)?.lastRevision ?? -1;
  }
}
