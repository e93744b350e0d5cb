import type { EventLog } from '../storage/event-log.js';
import type { LoggedEvent } from '../storage/recorded-event.js';
import { isLink, linkTarget, saysWhere } from '../storage/links.js';
import { eventFrame, type EventWriter } from './read-responses.js';
import { withStructuredId } from './structured-id.js';

export interface EventWriterOptions {
  readonly resolveLinks: boolean;
  readonly structuredIds: boolean;
  /** A link leads only where the reader may read: else everyone who can write one could read everything. */
  readonly mayRead: (streamName: string) => boolean;
}

function asItIsStored(event: LoggedEvent, retryCount?: number): Buffer {
  const { record, position } = event;
  if (retryCount !== undefined) return eventFrame({ event: record, position, retryCount });
  return (event.framed ??= eventFrame({ event: record, position }));
}

/** How a reader wants its events: links resolved or not, ids as text or as two integers. */
export function eventWriter(log: EventLog, { resolveLinks, structuredIds, mayRead }: EventWriterOptions): EventWriter {
  if (!resolveLinks && !structuredIds) return asItIsStored;
  const identified = structuredIds ? withStructuredId : (record: Buffer) => record;
  return ({ record, position }, retryCount) => {
    if (!resolveLinks || !isLink(record) || !saysWhere(record))
      return eventFrame({ event: identified(record), position, retryCount });
    const target = linkTarget(log, record, mayRead);
    return eventFrame({ event: target && identified(target), link: identified(record), position, retryCount });
  };
}
