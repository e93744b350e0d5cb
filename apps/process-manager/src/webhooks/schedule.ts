/** Schedules a delivery of each notification for each webhook that wants it: a follower with its checkpoint in the log. */
import type { Entry } from '#domain/account/entries.js';
import { SYSTEM } from '#domain/messages.js';
import { notificationsOf } from '#domain/notifications/notifications.js';
import { type Endpoints, wants } from '#domain/webhooks/endpoints.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { WEBHOOKS_FOLLOWER, idOf, streamPrefix } from '#event-store/port/streams.js';
import type { DeliveryWriter, EndpointWriter } from '#event-store/writer/webhook-writers.js';
import { checkpointInLog } from '#followers/checkpoint-in-log.js';
import { runFollower } from '#followers/follower.js';
import { logSource } from '#followers/log-source.js';
import type { Located } from '#followers/port.js';
import { entriesThatMayNotify } from './silent-charges.js';

type Notes = { info(details: object, message: string): void; warn(details: object, message: string): void };
/** Of events that notify of nothing there are none. */
type Arrived = Located & { readonly accountId: string; readonly entries: readonly Entry[] };

export type SchedulingOptions = {
  readonly store: EventStore;
  readonly endpoints: EndpointWriter;
  readonly deliveries: DeliveryWriter;
  readonly logger: Notes;
  readonly signal: AbortSignal;
  readonly standbyMs?: number;
};

/** Until the signal aborts. Scheduling is harmless twice: a delivery is known by its notification. */
export function scheduleDeliveries(options: SchedulingOptions): Promise<void> {
  const { store, logger, signal, standbyMs } = options;
  const source = logSource<Arrived>(store, {
    streamPrefixes: [streamPrefix('account')],
    isText: true,
    read: (stored) => ({
      position: stored.position,
      accountId: idOf('account', stored.stream),
      entries: entriesThatMayNotify(stored),
    }),
  });
  const perform = (arrived: readonly Arrived[]): Promise<void> => schedule(arrived, options);
  const hasEffect = ({ entries }: Arrived): boolean => entries.length > 0;
  const pace = standbyMs === undefined ? {} : { standbyMs };
  return runFollower({
    source,
    effects: checkpointInLog({ store, name: WEBHOOKS_FOLLOWER, perform, hasEffect, signal, log: logger, ...pace }),
    sizeOf: () => 1,
    signal,
    onFailure: (error, nth) => {
      if (nth === 1) logger.warn({ err: error }, 'Scheduling deliveries of webhooks failed; retrying');
    },
    onRecovery: () => logger.info({}, 'Deliveries of webhooks are scheduled again'),
  });
}

async function schedule(arrived: readonly Arrived[], { endpoints, deliveries }: SchedulingOptions): Promise<void> {
  const known = await endpoints.query('', (state: Endpoints) => Object.values(state.byId));
  // In the order of the log for each webhook, and at once for all of them.
  await Promise.all(
    known.map(async (endpoint) => {
      const notifications = arrived.flatMap(({ accountId, entries }) =>
        entries.flatMap((entry) =>
          notificationsOf(entry, accountId).filter(({ type }) => wants(endpoint, type, entry.recordedAt)),
        ),
      );
      await Promise.all(
        notifications.map((notification) =>
          deliveries.execute(endpoint.webhookId, {
            type: 'ScheduleDelivery',
            data: { notification },
            origin: SYSTEM,
          }),
        ),
      );
    }),
  );
}
