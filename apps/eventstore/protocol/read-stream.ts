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
  refuseTombstoned(log, stream, request.name);
  if (!stream || stream.lastRevision === NO_REVISION || isSoftDeleted(stream.settings)) {
    call.write(streamNotFound(request.name));
    return;
  }
  const pages = request.backwards
    ? pagesBackwards(log, stream, request.from)
    : pagesForwards(log, stream, request.from);
  let left = request.count;
  const { maxAgeSeconds } = stream.settings;
  for (const page of pages) {
    if (call.isOver) return;
    for (const event of page(Math.min(left, EVENTS_PER_PAGE))) {
      if (maxAgeSeconds !== undefined && hasExpired(event.record, maxAgeSeconds)) continue;
      call.writeFrame(eventFrame(event));
      if (--left === 0) return;
    }
    await readyForMore(call);
  }
}

type Page = (limit: number) => readonly StreamEvent[];

function* pagesForwards(log: EventLog, stream: StreamState, from: StreamRead['from']): Generator<Page> {
  const first = firstReadableRevision(stream);
  let at = from === 'end' ? stream.lastRevision : Math.max(from === 'start' ? 0 : from, first);
  for (let isAtEnd = false; !isAtEnd;) {
    yield (limit) => {
      const page = log.reader.streamForwards(stream, at, limit);
      const last = page[page.length - 1];
      if (last) at = last.revision + 1;
      isAtEnd = !last || at > stream.lastRevision;
      return page;
    };
  }
}

function* pagesBackwards(log: EventLog, stream: StreamState, from: StreamRead['from']): Generator<Page> {
  const first = firstReadableRevision(stream);
  let at = from === 'start' ? 0 : from === 'end' ? stream.lastRevision : Math.min(from, stream.lastRevision);
  for (let isAtEnd = false; !isAtEnd;) {
    yield (limit) => {
      const page = log.reader.streamBackwards(stream, at, first, limit);
      const last = page[page.length - 1];
      if (last) at = last.revision - 1;
      isAtEnd = !last || at < first;
      return page;
    };
  }
}

/** A tombstone ends the stream's metadata as well. */
function refuseTombstoned(log: EventLog, stream: StreamState | undefined, name: string): void {
  if (stream?.isTombstoned) throw streamIsDeleted(name);
  if (isMetastream(name) && log.catalog.find(streamOfMetastream(name))?.isTombstoned) throw streamIsDeleted(name);
}
