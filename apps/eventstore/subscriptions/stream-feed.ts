import type { EventLog } from '../storage/event-log.js';
import type { StreamEvent } from '../storage/log-reader.js';
import { hasExpired } from '../storage/retention.js';
import { firstReadableRevision } from '../storage/stream-catalog.js';
import { EVENTS_PER_PAGE, type Feed, type FeedPage } from './feed.js';

const NOTHING: FeedPage = { events: [], checkpoints: [], isAtEnd: true };

/** The events of one stream behind `revision`. A stream that isn't there yet is one without events. */
export class StreamFeed implements Feed {
  constructor(
    private readonly log: EventLog,
    private readonly streamName: string,
    private revision: number,
  ) {}

  next(): FeedPage {
    const stream = this.log.catalog.find(this.streamName);
    if (!stream) return NOTHING;
    const start = Math.max(this.revision + 1, firstReadableRevision(stream));
    const page = this.log.reader.streamForwards(stream, start, EVENTS_PER_PAGE);
    const last = page[page.length - 1];
    if (!last) return NOTHING;
    this.revision = last.revision;
    return {
      events: this.unexpired(stream.settings.maxAgeSeconds, page),
      checkpoints: [],
      isAtEnd: last.position === stream.lastPosition,
    };
  }

  countWaiting(limit: number): number {
    const stream = this.log.catalog.find(this.streamName);
    return stream ? Math.min(stream.lastRevision - this.revision, limit + 1) : 0;
  }

  private unexpired(maxAgeSeconds: number | undefined, page: readonly StreamEvent[]): readonly StreamEvent[] {
    if (maxAgeSeconds === undefined) return page;
    return page.filter(({ record }) => !hasExpired(record, maxAgeSeconds));
  }
}
