import type { EventLog } from '../storage/event-log.js';
import type { StreamEvent } from '../storage/log-reader.js';
import { hasExpired } from '../storage/retention.js';
import { firstReadableRevision, type StreamState } from '../storage/stream-catalog.js';
import { isMetastream, isSoftDeleted, streamOfMetastream } from '../storage/stream-settings.js';
import { NO_REVISION } from '../storage/expected-revision.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { readyForMore } from './read-pace.js';
import { streamNotFound, type EventWriter } from './read-responses.js';
import { streamIsDeleted } from './stream-errors.js';

export interface StreamRead {
  readonly name: string;
  readonly from: number | 'start' | 'end';
  readonly count: number;
  readonly backwards: boolean;
}

const EVENTS_PER_PAGE = 256;

/** A stream's events as far as its metadata lets them be seen. */
export async function readStream(
  log: EventLog,
  call: GrpcCall,
  request: StreamRead,
  eventFrame: EventWriter,
): Promise<void> {
  const stream = log.catalog.find(request.name);
  refuseTombstoned(log, request.name);
  if (!stream || stream.lastRevision === NO_REVISION || isSoftDeleted(stream.settings)) {
    call.write(streamNotFound(request.name));
    return;
  }
  const nextPage = request.backwards ? backwards(log, stream, request.from) : forwards(log, stream, request.from);
  const { maxAgeSeconds } = stream.settings;
  for (let left = request.count; !call.isOver; await readyForMore(call)) {
    const { events, isLast } = nextPage(Math.min(left, EVENTS_PER_PAGE));
    for (const event of events) {
      if (maxAgeSeconds !== undefined && hasExpired(event.record, maxAgeSeconds)) continue;
      call.writeFrame(eventFrame(event));
      if (--left === 0) return;
    }
    if (isLast) return;
  }
}

interface Page {
  readonly events: readonly StreamEvent[];
  readonly isLast: boolean;
}

/** Each call takes the page behind the one before. */
function forwards(log: EventLog, stream: StreamState, from: StreamRead['from']): (limit: number) => Page {
  let at = from === 'end' ? stream.lastRevision : Math.max(from === 'start' ? 0 : from, firstReadableRevision(stream));
  return (limit) => {
    const events = log.reader.streamForwards(stream, at, limit);
    const last = events[events.length - 1];
    if (last) at = last.revision + 1;
    return { events, isLast: !last || at > stream.lastRevision };
  };
}

function backwards(log: EventLog, stream: StreamState, from: StreamRead['from']): (limit: number) => Page {
  const lowest = firstReadableRevision(stream);
  let at = from === 'start' ? 0 : from === 'end' ? stream.lastRevision : Math.min(from, stream.lastRevision);
  return (limit) => {
    const events = log.reader.streamBackwards(stream, at, lowest, limit);
    const last = events[events.length - 1];
    if (last) at = last.revision - 1;
    return { events, isLast: !last || at < lowest };
  };
}

/** A tombstone ends the stream's metadata as well. */
export function refuseTombstoned(log: EventLog, name: string): void {
  if (log.catalog.find(name)?.isTombstoned) throw streamIsDeleted(name);
  if (isMetastream(name) && log.catalog.find(streamOfMetastream(name))?.isTombstoned) throw streamIsDeleted(name);
}
