import { streamIsDeleted } from '../protocol/stream-errors.js';
import type { EventLog } from '../storage/event-log.js';
import { NO_REVISION } from '../storage/expected-revision.js';
import type { StreamEvent } from '../storage/log-reader.js';
import { hasExpired } from '../storage/retention.js';
import { firstReadableRevision, type StreamState } from '../storage/stream-catalog.js';
import { isSoftDeleted } from '../storage/stream-settings.js';
import { EVENTS_PER_PAGE, type Feed, type FeedPage } from './feed.js';

const NOTHING: FeedPage = { events: [], checkpoints: [], isAtEnd: true };
const MISSING: FeedPage = { ...NOTHING, isMissing: true };

/** The events of one stream behind a revision. A stream that isn't there yet is one without events. */
export class StreamFeed implements Feed {
  private revision: number;
  /** Once everything stored was handed out, metadata hide nothing: what is appended is sent, as the server sends it. */
  private isLive: boolean;

  constructor(
    private readonly log: EventLog,
    private readonly streamName: string,
    from: number | 'start' | 'end',
  ) {
    this.isLive = from === 'end';
    this.revision = from === 'start' ? NO_REVISION : from === 'end' ? this.lastRevision() : from;
  }

  /** Throws when the stream has been tombstoned: at once, or if it was live after all that came before, the tombstone too. */
  next(): FeedPage {
    const stream = this.log.catalog.find(this.streamName);
    const isEnded = stream?.isTombstoned === true && stream.changedAt <= this.log.durablePosition;
    if (isEnded && !this.isLive) throw streamIsDeleted(this.streamName);
    if (!this.isLive && !(stream && isReadable(stream))) return MISSING;
    if (!stream) return NOTHING;
    const page = this.pageOf(stream);
    const last = page[page.length - 1];
    if (!last && isEnded) throw streamIsDeleted(this.streamName);
    const events = this.isLive ? page : unexpired(stream, page);
    const isAtEnd = !isEnded && (!last || last.position === stream.lastPosition);
    if (last) this.revision = last.revision;
    if (isAtEnd) this.isLive = true;
    return { events, checkpoints: [], isAtEnd };
  }

  countWaiting(limit: number): number {
    const stream = this.log.catalog.find(this.streamName);
    return stream ? Math.min(stream.lastRevision - this.revision, limit + 1) : 0;
  }

  private pageOf(stream: StreamState): readonly StreamEvent[] {
    const start = this.isLive ? this.revision + 1 : Math.max(this.revision + 1, firstReadableRevision(stream));
    return this.log.reader.streamForwards(stream, start, EVENTS_PER_PAGE);
  }

  /** On disk: what is on its way there is still to come. */
  private lastRevision(): number {
    const stream = this.log.catalog.find(this.streamName);
    const [last] = stream ? this.log.reader.streamBackwards(stream, stream.lastRevision, 0, 1) : [];
    return last?.revision ?? NO_REVISION;
  }
}

const isReadable = ({ lastRevision, settings }: StreamState): boolean =>
  lastRevision !== NO_REVISION && !isSoftDeleted(settings);

function unexpired({ settings }: StreamState, page: readonly StreamEvent[]): readonly StreamEvent[] {
  const { maxAgeSeconds } = settings;
  return maxAgeSeconds === undefined ? page : page.filter(({ record }) => !hasExpired(record, maxAgeSeconds));
}
