import { randomUUID } from 'node:crypto';
import type { EventLog } from '../storage/event-log.js';
import type { StreamEvent } from '../storage/log-reader.js';
import {
  decodeRecordedEvent,
  JSON_CONTENT,
  type ProposedEvent,
  type RecordedEvent,
} from '../storage/recorded-event.js';
import { ADMINS } from '../storage/stream-acl.js';
import { isDeleted, type StreamState } from '../storage/stream-catalog.js';
import { METADATA_EVENT_TYPE, metastreamOf } from '../storage/stream-settings.js';

const NOTHING = Buffer.alloc(0);

/** Only administrators may see what groups keep about themselves. */
export const ADMINS_ONLY = { $r: ADMINS, $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS };

export const jsonEvent = (type: string, data: unknown): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: JSON_CONTENT,
  data: Buffer.from(JSON.stringify(data)),
  metadata: NOTHING,
});

/** Resolves when the event is on disk. */
export async function write(log: EventLog, streamName: string, event: ProposedEvent): Promise<void> {
  const outcome = await log.writer.append(streamName, 'any', [event]);
  if (outcome.kind !== 'success') throw new Error(`${streamName} could not be written: ${outcome.kind}.`);
}

export const writeMetadata = (log: EventLog, streamName: string, metadata: object): Promise<void> =>
  write(log, metastreamOf(streamName), jsonEvent(METADATA_EVENT_TYPE, metadata));

/** The last event of a stream that is on disk: what is still on its way there may never arrive. */
export function lastOf(log: EventLog, stream: StreamState): StreamEvent | undefined {
  const [last] = log.reader.streamBackwards(stream, stream.lastRevision, 0, 1);
  return last;
}

/** The same of a stream by name, unless it is missing or deleted. */
export function lastEventOf(log: EventLog, streamName: string): RecordedEvent | undefined {
  const stream = log.catalog.find(streamName);
  const last = stream && !isDeleted(stream) ? lastOf(log, stream) : undefined;
  return last && decodeRecordedEvent(last.record);
}

/** Nothing is left to be read of it; a stream that isn't there is as good as deleted. */
export const deleteStream = async (log: EventLog, streamName: string): Promise<void> => {
  await log.writer.softDelete(streamName, 'any');
};
