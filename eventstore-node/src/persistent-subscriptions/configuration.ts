import type { FilterCriteria } from '../protocol/event-filter.js';
import { parsePlace, placeText } from '../protocol/group-key.js';
import type { EventLog } from '../storage/event-log.js';
import { ALL } from '../storage/stream-settings.js';
import type { GroupEntry } from './group-entry.js';
import { FROM_END, isStrategyName } from './group-settings.js';
import { jsonEvent, lastEventOf, write, writeMetadata } from './own-streams.js';

const STREAM = '$persistentSubscriptionConfig';
const EVENT_TYPE = '$PersistentConfig';
const VERSION = '2';
const KEPT = 2;

/** How an entry is stored: as the server stores it, and `liveAfter`. */
interface StoredEntry {
  readonly stream: string;
  readonly group: string;
  readonly filter?: {
    readonly context: 'StreamId' | 'EventType';
    readonly type: 'Prefix' | 'Regex';
    readonly data: readonly string[];
  };
  readonly resolveLinkTos: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeout: number;
  readonly startPosition: string;
  readonly liveBufferSize: number;
  readonly historyBufferSize: number;
  readonly maxRetryCount: number;
  readonly readBatchSize: number;
  readonly checkPointAfter: number;
  readonly minCheckPointCount: number;
  readonly maxCheckPointCount: number;
  readonly maxSubscriberCount: number;
  readonly namedConsumerStrategy: string;
  readonly liveAfter: number;
}

/** Which groups there are, in the order of their creation. Throws if what is stored can't be read. */
export function loadConfiguration(log: EventLog): readonly GroupEntry[] {
  const event = lastEventOf(log, STREAM);
  if (!event) return [];
  const { entries } = JSON.parse(Buffer.from(event.data).toString('utf8')) as { entries: readonly StoredEntry[] };
  return entries.map(entryOf);
}

export async function saveConfiguration(
  log: EventLog,
  entries: readonly GroupEntry[],
  updatedBy: string,
): Promise<void> {
  if (log.catalog.find(STREAM)?.settings.maxCount !== KEPT) await writeMetadata(log, STREAM, { $maxCount: KEPT });
  const stored = { version: VERSION, updated: new Date().toISOString(), updatedBy, entries: entries.map(storedOf) };
  await write(log, STREAM, jsonEvent(EVENT_TYPE, stored));
}

function storedOf({ key, settings, filter, liveAfter }: GroupEntry): StoredEntry {
  const { startFrom, messageTimeoutMs, checkPointAfterMs, strategy, ...same } = settings;
  return {
    stream: key.streamName,
    group: key.groupName,
    ...(filter ? { filter: storedFilterOf(filter) } : {}),
    ...same,
    messageTimeout: messageTimeoutMs,
    checkPointAfter: checkPointAfterMs,
    startPosition: placeText(key, startFrom),
    namedConsumerStrategy: strategy,
    liveAfter,
  };
}

function entryOf(stored: StoredEntry): GroupEntry {
  const { stream, group, filter, messageTimeout, checkPointAfter, startPosition, namedConsumerStrategy, liveAfter } =
    stored;
  if (!isStrategyName(namedConsumerStrategy))
    throw new Error(`There is no consumer strategy ${namedConsumerStrategy}.`);
  const { resolveLinkTos, extraStatistics, liveBufferSize, historyBufferSize, maxRetryCount, readBatchSize } = stored;
  const { minCheckPointCount, maxCheckPointCount, maxSubscriberCount } = stored;
  return {
    key: { streamName: stream, groupName: group },
    filter: stream === ALL && filter ? filterOf(filter) : undefined,
    liveAfter,
    settings: {
      resolveLinkTos,
      extraStatistics,
      liveBufferSize,
      historyBufferSize,
      maxRetryCount,
      readBatchSize,
      minCheckPointCount,
      maxCheckPointCount,
      maxSubscriberCount,
      messageTimeoutMs: messageTimeout,
      checkPointAfterMs: checkPointAfter,
      startFrom: parsePlace(startPosition) ?? FROM_END,
      strategy: namedConsumerStrategy,
    },
  };
}

const storedFilterOf = ({ on, regex, prefixes }: FilterCriteria): NonNullable<StoredEntry['filter']> => ({
  context: on === 'type' ? 'EventType' : 'StreamId',
  type: regex === '' ? 'Prefix' : 'Regex',
  data: regex === '' ? prefixes : [regex],
});

const filterOf = ({ context, type, data }: NonNullable<StoredEntry['filter']>): FilterCriteria => ({
  on: context === 'EventType' ? 'type' : 'streamName',
  regex: type === 'Regex' ? (data[0] ?? '') : '',
  prefixes: type === 'Prefix' ? data : [],
});
