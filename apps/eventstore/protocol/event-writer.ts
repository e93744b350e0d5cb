import type { EventLog } from '../storage/event-log.js';
import { decodeRecordedEvent, readHeader } from '../storage/recorded-event.js';
import { isDeleted } from '../storage/stream-catalog.js';
import { eventFrame, type EventWriter } from './read-responses.js';
import { withStructuredId } from './structured-id.js';

export interface EventWriterOptions {
  readonly resolveLinks: boolean;
  readonly structuredIds: boolean;
  readonly statesPosition: boolean;
  /** A link leads only where the reader may read: else everyone who can write one could read everything. */
  readonly mayRead: (streamName: string) => boolean;
}

const LINK_EVENT_TYPE = '$>';

/** How a reader wants its events: links resolved or not, ids as text or as two integers. */
export function eventWriter(
  log: EventLog,
  { resolveLinks, structuredIds, statesPosition, mayRead }: EventWriterOptions,
): EventWriter {
  const identified = structuredIds ? withStructuredId : (record: Buffer) => record;
  return ({ record, position }) => {
    const stated = statesPosition ? position : undefined;
    if (!resolveLinks || readHeader(record).type !== LINK_EVENT_TYPE)
      return eventFrame({ event: identified(record), position: stated });
    const target = linkTarget(log, record, mayRead);
    return eventFrame({ event: target && identified(target), link: identified(record), position: stated });
  };
}

/** The record a link's data (`revision@stream`) names, unless it is gone, or none of the reader's business. */
function linkTarget(log: EventLog, link: Buffer, mayRead: EventWriterOptions['mayRead']): Buffer | undefined {
  const text = Buffer.from(decodeRecordedEvent(link).data).toString('utf8');
  const at = text.indexOf('@');
  const revision = Number(text.slice(0, at));
  if (at < 1 || !Number.isSafeInteger(revision) || revision < 0) return undefined;
  const name = text.slice(at + 1);
  const stream = log.catalog.find(name);
  return stream && !isDeleted(stream) && mayRead(name) ? log.reader.recordAt(stream, revision) : undefined;
}
