import type { ConsumerFigures } from '../../persistent-subscriptions/consumer.js';
import type { GroupInfo } from '../../persistent-subscriptions/group-info.js';

/** `SubscriptionInfo`, as the server fills it. */
export const infoMessage = (info: GroupInfo): Record<string, unknown> => ({
  event_source: info.key.streamName,
  group_name: info.key.groupName,
  status: info.status,
  connections: info.consumers.map(connectionMessage),
  average_per_second: info.items.perSecond,
  total_items: info.items.total,
  count_since_last_measurement: info.items.sinceLast,
  last_checkpointed_event_position: info.lastCheckpointed,
  last_known_event_position: info.lastKnown,
  resolve_link_tos: info.settings.resolveLinkTos,
  start_from: info.startFrom,
  message_timeout_milliseconds: info.settings.messageTimeoutMs,
  extra_statistics: info.settings.extraStatistics,
  max_retry_count: info.settings.maxRetryCount,
  live_buffer_size: info.settings.liveBufferSize,
  buffer_size: info.settings.historyBufferSize,
  read_batch_size: info.settings.readBatchSize,
  check_point_after_milliseconds: info.settings.checkPointAfterMs,
  min_check_point_count: info.settings.minCheckPointCount,
  max_check_point_count: info.settings.maxCheckPointCount,
  read_buffer_count: info.freshCount,
  live_buffer_count: info.liveCount,
  retry_buffer_count: info.retryCount,
  total_in_flight_messages: info.consumers.reduce((total, { inFlight }) => total + inFlight, 0),
  outstanding_messages_count: info.outstandingCount,
  named_consumer_strategy: info.settings.strategy,
  max_subscriber_count: info.settings.maxSubscriberCount,
  parked_message_count: info.parkedCount,
});

const connectionMessage = (consumer: ConsumerFigures) => ({
  username: consumer.username,
  connection_name: consumer.connectionName,
  average_items_per_second: consumer.items.perSecond,
  total_items: consumer.items.total,
  count_since_last_measurement: consumer.items.sinceLast,
  observed_measurements: consumer.measurements,
  available_slots: consumer.availableSlots,
  in_flight_messages: consumer.inFlight,
});
