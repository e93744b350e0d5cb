import type { EventLog } from '../storage/event-log.js';
import type { EventFilter } from '../subscriptions/event-filter.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { readyForMore } from './read-pace.js';
import type { EventWriter } from './read-responses.js';

export interface AllRead {
  readonly from: number | 'start' | 'end';
  readonly count: number;
  readonly backwards: boolean;
  readonly filter: EventFilter | undefined;
}

const EVENTS_PER_PAGE = 256;

/** `$all` from a position: that event included when reading forwards, excluded backwards, as the server reads. */
export async function readAll(
  log: EventLog,
  call: GrpcCall,
  { from, count, backwards, filter }: AllRead,
  eventFrame: EventWriter,
): Promise<void> {
  let at = from === 'start' ? 0 : from === 'end' ? log.durablePosition + 1 : from;
  let left = count;
  while (left > 0 && !call.isOver) {
    const limit = filter ? EVENTS_PER_PAGE : Math.min(left, EVENTS_PER_PAGE);
    const page = backwards ? log.reader.backwards(at, limit) : log.reader.forwards(at, limit);
    const last = page[page.length - 1];
    if (!last) return;
    for (const event of page) {
      if (filter && !filter(event.record)) continue;
      call.writeFrame(eventFrame(event));
      if (--left === 0) return;
    }
    at = backwards ? last.position : last.position + 1;
    await readyForMore(call);
  }
}
