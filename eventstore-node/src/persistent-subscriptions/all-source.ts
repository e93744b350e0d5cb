import type { EventFilter } from '../protocol/event-filter.js';
import type { EventLog } from '../storage/event-log.js';
import { readHeader } from '../storage/recorded-event.js';
import type { EventSource, SourceEvent, SourcePage, SourceStart } from './event-source.js';
import { isBookkeepingOfAll } from './group-streams.js';

const SEARCHED_PER_PAGE = 256;

/** The events of the whole log, as far as the filter lets them through. */
export class AllSource implements EventSource {
  searched = 0;
  place: number | undefined;
  private nextPosition: number;

  constructor(
    private readonly log: EventLog,
    start: SourceStart,
    private readonly filter: EventFilter | undefined,
  ) {
    this.place = 'behind' in start ? start.behind : undefined;
    this.nextPosition = 'behind' in start ? start.behind + 1 : start.first;
  }

  get mayHaveMore(): boolean {
    return this.nextPosition <= this.log.durablePosition;
  }

  get hasEnded(): boolean {
    return false;
  }

  /** Left open: whether the filter lets it through is found when it is read. */
  arrived(): undefined {
    return undefined;
  }

  next(limit: number): SourcePage {
    const page = this.log.reader.forwards(this.nextPosition, SEARCHED_PER_PAGE);
    const events: SourceEvent[] = [];
    for (const { record, position } of page) {
      if (events.length === limit) return { events, isAtEnd: false };
      this.nextPosition = position + 1;
      // Not counted: a checkpoint must not bring the next one nearer.
      if (isBookkeepingOfAll(readHeader(record).streamName)) continue;
      const before = this.place;
      this.place = position;
      const ordinal = ++this.searched;
      if (!this.filter || this.filter(record)) events.push({ record, position, place: position, ordinal, before });
    }
    return { events, isAtEnd: page.length === 0 || !this.mayHaveMore };
  }
}
