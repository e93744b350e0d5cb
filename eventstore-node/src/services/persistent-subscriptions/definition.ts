import {
  FROM_END,
  isStrategyName,
  type GroupSettings,
  type StrategyName,
} from '../../persistent-subscriptions/group-settings.js';
import { toNumber, type Int64 } from '../../protocol/codecs.js';
import type { FilterCriteria } from '../../protocol/event-filter.js';
import { filterCriteria } from '../../protocol/filter-criteria.js';
import { groupFailed, unexplained } from '../../protocol/group-errors.js';
import type { GroupKey } from '../../protocol/group-key.js';
import type { ChangedGroup, DefinitionOptions, SettingsMessage } from '../../protocol/group-messages.js';
import { invalidArgument } from '../../protocol/stream-errors.js';
import { streamName } from '../../protocol/stream-messages.js';
import { ALL } from '../../storage/stream-settings.js';

/** A group as a creation or an update states it. */
export interface Definition {
  readonly key: GroupKey;
  readonly settings: GroupSettings;
  readonly filter: FilterCriteria | undefined;
}

const STRATEGIES_BY_NUMBER: readonly StrategyName[] = ['DispatchToSingle', 'RoundRobin', 'Pinned'];
const TICKS_PER_MILLISECOND = 10_000;
/** How clients before 21.10 wrote the end: the largest revision there is. */
const BEYOND_ALL = 2 ** 63;

export function definitionOf(options: DefinitionOptions): Definition {
  const { settings: message } = options;
  if (!message) throw invalidArgument('The settings of the group are not set.');
  const key = keyOfChanged(options);
  const filter = options.all?.filter;
  const settings = settingsOf(key, message, startOf(options, message));
  return { key, settings, filter: filter && filterCriteria(filter) };
}

/** The group that a creation, an update or a deletion is about. */
export function keyOfChanged({ stream_option, stream, stream_identifier, group_name }: ChangedGroup): GroupKey {
  if (stream_option === 'all') return { streamName: ALL, groupName: group_name };
  const identifier = stream?.stream_identifier ?? stream_identifier;
  const key = { streamName: identifier ? streamName(identifier) : '', groupName: group_name };
  if (key.streamName === '') throw groupFailed(key, 'Bad stream name.');
  if (key.streamName === ALL) throw unexplained('$all is not a stream. Use the calls for $all.');
  return key;
}

function startOf({ stream_option, stream, all }: DefinitionOptions, { revision }: SettingsMessage): number {
  if (stream_option === undefined) return placeOf('revision', revision);
  if (stream_option === 'stream') return placeOf(stream?.revision_option, stream?.revision ?? 0);
  const { commit_position, prepare_position } = all?.position ?? { commit_position: 0, prepare_position: 0 };
  if (toNumber(prepare_position) > toNumber(commit_position))
    throw unexplained('The commit position cannot be less than the prepare position.');
  return placeOf(all?.all_option, commit_position);
}

function placeOf(option: 'revision' | 'position' | 'start' | 'end' | undefined, given: Int64): number {
  if (option === undefined) throw invalidArgument('Where the group starts is not set.');
  if (option === 'start') return 0;
  const place = toNumber(given);
  return option === 'end' || place >= BEYOND_ALL ? FROM_END : place;
}

function settingsOf(key: GroupKey, message: SettingsMessage, startFrom: number): GroupSettings {
  return {
    startFrom,
    resolveLinkTos: message.resolve_links,
    extraStatistics: message.extra_statistics,
    messageTimeoutMs:
      message.message_timeout === 'message_timeout_ticks'
        ? millisecondsOf(message.message_timeout_ticks)
        : message.message_timeout_ms,
    maxRetryCount: message.max_retry_count,
    checkPointAfterMs:
      message.checkpoint_after === 'checkpoint_after_ticks'
        ? millisecondsOf(message.checkpoint_after_ticks)
        : message.checkpoint_after_ms,
    minCheckPointCount: message.min_checkpoint_count,
    maxCheckPointCount: message.max_checkpoint_count,
    maxSubscriberCount: message.max_subscriber_count,
    liveBufferSize: message.live_buffer_size,
    readBatchSize: message.read_batch_size,
    historyBufferSize: message.history_buffer_size,
    strategy: strategyOf(key, message),
  };
}

const millisecondsOf = (ticks: Int64): number => Math.floor(toNumber(ticks) / TICKS_PER_MILLISECOND);

function strategyOf(key: GroupKey, { consumer_strategy, named_consumer_strategy }: SettingsMessage): StrategyName {
  const name = consumer_strategy || STRATEGIES_BY_NUMBER[named_consumer_strategy] || String(named_consumer_strategy);
  if (!isStrategyName(name)) throw groupFailed(key, `Consumer strategy ${name} does not exist.`);
  return name;
}
