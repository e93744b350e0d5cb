import {
  firstStreamPosition,
  lastStreamPosition,
  streamNotFound,
  type EventWriter,
} from '../protocol/read-responses.js';
import { notPossible, streamIsDeleted } from '../protocol/stream-errors.js';
import type { EventLog } from '../storage/event-log.js';
import { NO_REVISION } from '../storage/expected-revision.js';
import type { StreamEvent } from '../storage/log-reader.js';
import { hasExpired } from '../storage/retention.js';
import { firstReadableRevision, type StreamState } from '../storage/stream-catalog.js';
import { isMetastream, isSoftDeleted, streamOfMetastream } from '../storage/stream-settings.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { readyForMore } from './read-pace.js';

export interface StreamRead {
  readonly name: string;
  readonly from: number | 'start' | 'end';
  readonly count: number;
  readonly backwards: boolean;
  /** Newer clients request where the stream begins and ends. */
  readonly statesEnds: boolean;
}

const EVENTS_PER_PAGE = 256;
/** The server reads so many revisions at once: its answers about the first page show it. */
const SERVER_PAGE = 32;

/** A stream's events as far as its metadata lets them be seen. */
export async function readStream(
  log: EventLog,
  call: GrpcCall,
  request: StreamRead,
  eventFrame: EventWriter,
): Promise<void> {
  if (request.from === 'end' && !request.backwards) throw notPossible('Nothing can be read forwards from the end.');
  const stream = log.catalog.find(request.name);
  refuseTombstoned(log, request.name);
  if (!stream || stream.lastRevision === NO_REVISION || isSoftDeleted(stream.settings)) {
    call.write(streamNotFound(request.name));
    return;
  }
  const { statesEnds } = request;
  const begin = statesEnds && !request.backwards ? beginIfNothingRead(stream, request) : undefined;
  if (begin !== undefined) call.write(firstStreamPosition(begin));
  await sendEvents(log, call, stream, request, eventFrame);
  if (statesEnds) call.write(lastStreamPosition(stream.lastRevision));
}

/** Where a reader finds the next event, if the server's first page holds none, and it did not request that place. */
function beginIfNothingRead(stream: StreamState, { from, count }: StreamRead): number | undefined {
  const start = typeof from === 'number' ? from : 0;
  const lowest = firstReadableRevision(stream);
  if (start + Math.min(count, SERVER_PAGE) <= lowest) return lowest;
  const next = stream.lastRevision + 1;
  return Math.max(start, lowest) >= next && start !== next ? next : undefined;
}

async function sendEvents(
  log: EventLog,
  call: GrpcCall,
  stream: StreamState,
  request: StreamRead,
  eventFrame: EventWriter,
): Promise<void> {
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
  let at = Math.max(typeof from === 'number' ? from : 0, firstReadableRevision(stream));
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
