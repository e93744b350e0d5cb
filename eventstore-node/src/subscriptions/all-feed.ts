import type { EventFilter } from '../protocol/event-filter.js';
import type { EventLog } from '../storage/event-log.js';
import type { LoggedEvent } from '../storage/recorded-event.js';
import { EVENTS_PER_PAGE, type Feed, type FeedPage } from './feed.js';

export interface AllFeedOptions {
  /** Nothing passes unless the filter lets it. */
  readonly filter: EventFilter;
  /** A checkpoint goes out each time this many events were searched. */
  readonly checkpointInterval?: number | undefined;
}

/** The events behind `position`, as far as the filter lets them through. */
export class AllFeed implements Feed {
  private searchedSinceCheckpoint = 0;
  private countedUpTo = 0;
  private counted = 0;

  constructor(
    private readonly log: EventLog,
    private position: number,
    private readonly options: AllFeedOptions,
  ) {}

  next(): FeedPage {
    const searched = this.log.reader.forwards(this.position + 1, EVENTS_PER_PAGE);
    const events: LoggedEvent[] = [];
    const checkpoints: { afterEvents: number; position: number }[] = [];
    const { filter, checkpointInterval = Infinity } = this.options;
    for (const event of searched) {
      if (filter(event.record)) events.push(event);
      this.position = event.position;
      if (++this.searchedSinceCheckpoint < checkpointInterval) continue;
      this.searchedSinceCheckpoint = 0;
      checkpoints.push({ afterEvents: events.length, position: event.position });
    }
    return { events, checkpoints, isAtEnd: searched.length === 0 || this.position >= this.log.durablePosition };
  }

  countWaiting(limit: number): number {
    if (this.countedUpTo < this.position) {
      this.countedUpTo = this.position;
      this.counted = 0;
    }
    while (this.counted <= limit && this.countedUpTo < this.log.durablePosition) {
      const page = this.log.reader.forwards(this.countedUpTo + 1, EVENTS_PER_PAGE);
      if (page.length === 0) break;
      for (const event of page) if (this.options.filter(event.record)) this.counted++;
      this.countedUpTo = (page[page.length - 1] as LoggedEvent).position;
    }
    return this.counted;
  }
}
