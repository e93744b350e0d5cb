import { eventFilter } from '../protocol/event-filter.js';
import type { GroupKey } from '../protocol/group-key.js';
import type { EventLog } from '../storage/event-log.js';
import { ALL } from '../storage/stream-settings.js';
import { AllSource } from './all-source.js';
import type { EventSource, SourceStart } from './event-source.js';
import type { GroupEntry } from './group-entry.js';
import { FROM_END } from './group-settings.js';
import { lastOf } from './own-streams.js';
import { StreamSource } from './stream-source.js';

/** A group's source: behind its checkpoint, or without one where its settings state. */
export function sourceOf(
  log: EventLog,
  { key: { streamName }, settings: { startFrom }, filter, liveAfter }: GroupEntry,
  checkpoint: number | undefined,
): EventSource {
  const first = startFrom === FROM_END ? liveAfter + 1 : startFrom;
  const start: SourceStart = checkpoint === undefined ? { first } : { behind: checkpoint };
  return streamName === ALL
    ? new AllSource(log, start, filter && eventFilter(filter))
    : new StreamSource(log, streamName, start);
}

/** Place of the last event there is. */
export function endOf(log: EventLog, { streamName }: GroupKey): number {
  if (streamName === ALL) return log.durablePosition;
  const stream = log.catalog.find(streamName);
  return (stream && lastOf(log, stream)?.revision) ?? -1;
}
