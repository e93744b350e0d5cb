import type { EventLog } from '../storage/event-log.js';
import { isLink, linkTarget, saysWhere } from '../storage/links.js';
import { eventFrame, type EventWriter } from './read-responses.js';
import { withStructuredId } from './structured-id.js';

export interface EventWriterOptions {
  readonly resolveLinks: boolean;
  readonly structuredIds: boolean;
  /** A link leads only where the reader may read: else everyone who can write one could read everything. */
  readonly mayRead: (streamName: string) => boolean;
}

/** How a reader wants its events: links resolved or not, ids as text or as two integers. */
export function eventWriter(log: EventLog, { resolveLinks, structuredIds, mayRead }: EventWriterOptions): EventWriter {
  const identified = structuredIds ? withStructuredId : (record: Buffer) => record;
  return ({ record, position }, retryCount) => {
    if (!resolveLinks || !isLink(record) || !saysWhere(record))
      return eventFrame({ event: identified(record), position, retryCount });
    const target = linkTarget(log, record, mayRead);
    return eventFrame({ event: target && identified(target), link: identified(record), position, retryCount });
  };
}
