import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { scavenge } from '../src/scavenge/scavenge.js';
import { EventLog } from '../src/storage/event-log.js';
import { decodeRecordedEvent, TOMBSTONE_REVISION, type LoggedEvent } from '../src/storage/recorded-event.js';
import { firstReadableRevision, isDeleted } from '../src/storage/stream-catalog.js';

/** A log of many small segments, and all that it tells its readers. */
export const openLog = (directory: string, notices: string[] = []) =>
  EventLog.open({
    directory,
    isDurable: false,
    segmentBytes: 2000,
    cachedStreamBytes: 500,
    recentIds: 100,
    notice: (sentence) => notices.push(sentence),
  });
export const proposed = (type: string, data: Buffer) => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data,
  metadata: Buffer.alloc(0),
});
export const append = async (log: EventLog, stream: string, sizes: readonly number[]) => {
  const events = sizes.map((bytes) => proposed('Sized', Buffer.alloc(bytes, 'x')));
  return log.writer.append(stream, 'any', events);
};
export const describeStream = (log: EventLog, stream: string, metadata: object) =>
  log.writer.append(`$$${stream}`, 'any', [proposed('$metadata', Buffer.from(JSON.stringify(metadata)))]);

export interface Told {
  readonly position: number;
  readonly id: string;
  readonly streamName: string;
  readonly revision: number;
}
const told = ({ position, record }: LoggedEvent): Told => {
  const { id, streamName, revision, position: own } = decodeRecordedEvent(record);
  if (own !== position) throw new Error(`At position ${position} there is the event of ${own}.`);
  return { position, id, streamName, revision };
};

export function allForwards(log: EventLog): Told[] {
  const all: Told[] = [];
  for (let at = 1; ;) {
    const page = log.reader.forwards(at, 3);
    if (page.length === 0) return all;
    all.push(...page.map(told));
    at = (page[page.length - 1] as LoggedEvent).position + 1;
  }
}

export function allBackwards(log: EventLog): Told[] {
  const all: Told[] = [];
  for (let at = log.durablePosition + 1; ;) {
    const page = log.reader.backwards(at, 3);
    if (page.length === 0) return all;
    all.push(...page.map(told));
    at = (page[page.length - 1] as LoggedEvent).position;
  }
}

/** What readers of each stream see, and how each goes on. */
export function streams(log: EventLog, names: Iterable<string>) {
  const seen: Record<string, unknown> = {};
  for (const name of names) {
    const stream = log.catalog.find(name);
    if (!stream) continue;
    const events: Told[] = [];
    for (let at = firstReadableRevision(stream); !isDeleted(stream);) {
      const page = log.reader.streamForwards(stream, at, 2);
      if (page.length === 0) break;
      events.push(...page.map(told));
      at = (page[page.length - 1] as (typeof page)[number]).revision + 1;
    }
    const { isTombstoned, settings, lastRevision } = stream;
    const isGone = isTombstoned || (name.startsWith('$$') && log.catalog.find(name.slice(2))?.isTombstoned === true);
    seen[name] = isGone ? 'tombstoned' : { settings, lastRevision, events };
  }
  return seen;
}

/** What a scavenge is to leave of all there ever was: said once more, from the events alone. */
export function kept(all: readonly Told[], log: EventLog): Told[] {
  const tombstoned = new Set(all.filter(({ revision }) => revision === TOMBSTONE_REVISION).map((e) => e.streamName));
  const last = new Map(all.map(({ streamName, revision }) => [streamName, revision]));
  return all.filter(({ streamName, revision }) => {
    const described = streamName.startsWith('$$') ? streamName.slice(2) : undefined;
    if (tombstoned.has(streamName)) return revision === TOMBSTONE_REVISION;
    if (described !== undefined && tombstoned.has(described)) return false;
    const stream = log.catalog.find(streamName);
    return revision === last.get(streamName) || (stream !== undefined && revision >= firstReadableRevision(stream));
  });
}

export const scavenged = async (log: EventLog, isStopping = () => false) => {
  log.rollOver();
  await append(log, 'rolls-over', [1]);
  return scavenge(log.parts, isStopping);
};
export const sizeOf = (directory: string): number =>
  readdirSync(directory)
    .filter((name) => name.startsWith('events-'))
    .reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);

/** A log with something to take out of most segments. */
export async function filledLog(directory: string): Promise<EventLog> {
  const log = await openLog(directory);
  for (let round = 0; round < 12; round++) {
    await append(log, 'kept', [200]);
    await append(log, 'short', [300, 300]);
    await append(log, 'ended', [300]);
  }
  await describeStream(log, 'short', { $maxCount: 2 });
  await log.writer.tombstone('ended', 'any');
  return log;
}
export const NAMES = ['kept', 'short', 'ended', '$$short', 'rolls-over'];
