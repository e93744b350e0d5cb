import type { EventLog } from './event-log.js';
import { decodeRecordedEvent, readHeader } from './recorded-event.js';
import { hasExpired } from './retention.js';
import { firstReadableRevision, isDeleted } from './stream-catalog.js';

/** An event whose data (`revision@stream`) name another. */
export const LINK_EVENT_TYPE = '$>';

const beginsWithNumber = (text: string): boolean => /^\s*[+-]?\d+\s*(@|$)/.test(text);

/** Whether its data name which event of a stream it leads to. To readers a link that does not is an event like others. */
export const saysWhere = (link: Buffer): boolean => beginsWithNumber(linkText(link));

export const isLink = (record: Buffer): boolean => readHeader(record).type === LINK_EVENT_TYPE;

/** The data of a link to the event. */
export function linkTo(record: Buffer): string {
  const { revision, streamName } = decodeRecordedEvent(record);
  return `${revision}@${streamName}`;
}

export const linkText = (link: Buffer): string => Buffer.from(decodeRecordedEvent(link).data).toString('utf8');

/** The record that a link names, unless no read would return it, or it is in a stream that does not count. */
export function linkTarget(
  log: EventLog,
  link: Buffer,
  counts: (streamName: string) => boolean = () => true,
): Buffer | undefined {
  const text = linkText(link);
  const at = text.indexOf('@');
  const revision = Number(text.slice(0, at));
  if (at < 1 || !Number.isSafeInteger(revision) || revision < 0) return undefined;
  const name = text.slice(at + 1);
  const stream = log.catalog.find(name);
  if (!stream || isDeleted(stream) || revision < firstReadableRevision(stream) || !counts(name)) return undefined;
  const record = log.reader.recordAt(stream, revision);
  const { maxAgeSeconds } = stream.settings;
  return record && maxAgeSeconds !== undefined && hasExpired(record, maxAgeSeconds) ? undefined : record;
}
