import { TOMBSTONE_REVISION, type RecordedEvent } from '../storage/recorded-event.js';
import { isOlder } from '../storage/retention.js';
import { firstReadableRevision, type StreamState } from '../storage/stream-catalog.js';
import { isMetastream, streamOfMetastream } from '../storage/stream-settings.js';

type FindStream = (name: string) => StreamState | undefined;

/**
 * Whether nothing is lost with an event, by what is durable now: a stream that has changes on their way to disk keeps all it
 * has until next time. The last event of a stream stays, whatever its metadata are, because revisions go on from it; so
 * does a tombstone, for ever.
 */
export function isRemovable(
  { streamName, revision, createdTicks }: RecordedEvent,
  find: FindStream,
  durablePosition: number,
): boolean {
  const stream = find(streamName);
  if (!stream || stream.changedAt > durablePosition || revision === TOMBSTONE_REVISION) return false;
  if (stream.isTombstoned || belongsToTombstoned(streamName, find, durablePosition)) return true;
  if (revision === stream.lastRevision) return false;
  if (revision < firstReadableRevision(stream)) return true;
  const { maxAgeSeconds } = stream.settings;
  return maxAgeSeconds !== undefined && isOlder(createdTicks, maxAgeSeconds);
}

function belongsToTombstoned(streamName: string, find: FindStream, durablePosition: number): boolean {
  if (!isMetastream(streamName)) return false;
  const described = find(streamOfMetastream(streamName));
  return described?.isTombstoned === true && described.changedAt <= durablePosition;
}
