import type { EventFilter } from '../protocol/event-filter.js';
import type { EventWriter } from '../protocol/read-responses.js';
import { invalidArgument } from '../protocol/stream-errors.js';
import type { EventLog } from '../storage/event-log.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { readyForMore } from './read-pace.js';

export interface AllRead {
  readonly from: number | 'start' | 'end';
  readonly count: number;
  readonly backwards: boolean;
  readonly filter: EventFilter;
}

const EVENTS_PER_PAGE = 256;

/** `$all` from a position: that event included when reading forwards, excluded backwards, as the server reads. */
export async function readAll(
  log: EventLog,
  call: GrpcCall,
  { from, count, backwards, filter }: AllRead,
  eventFrame: EventWriter,
): Promise<void> {
  const end = log.durablePosition + 1;
  let at = from === 'start' ? 0 : from === 'end' ? end : from;
  if (backwards && at > end) throw invalidArgument(`Position ${at} is behind the end of the log.`);
  let left = count;
  // The first page holds all that is wanted, unless the filter lets little of it through.
  for (let limit = Math.min(count, EVENTS_PER_PAGE); !call.isOver; limit = EVENTS_PER_PAGE) {
    const page = backwards ? log.reader.backwards(at, limit) : log.reader.forwards(at, limit);
    const last = page[page.length - 1];
    if (!last) return;
    for (const event of page) {
      if (!filter(event.record)) continue;
      call.writeFrame(eventFrame(event));
      if (--left === 0) return;
    }
    at = backwards ? last.position : last.position + 1;
    await readyForMore(call);
  }
}
