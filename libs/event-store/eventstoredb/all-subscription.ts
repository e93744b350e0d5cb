/** One subscription to the whole log. It ends or fails, and does not come back by itself (port/subscriptions.ts). */
import {
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
  eventTypeFilter,
  streamNameFilter,
} from '@eventstore/db-client';
import { type Delivery, type Position, type SubscribeOptions, isSubscribedTo } from '../port/event-store.js';
import { isOfServer } from './all-pages.js';
import { isMissing, isNotLeader } from './client-errors.js';
import type { Connection } from './connection.js';
import { readThrough } from './read-through.js';
import { storedEvent } from './stored-event.js';

/** A filtered subscription reports how far it has looked after each so many other events (times 32). */
const CHECKPOINT_INTERVAL = 32;

export async function* subscribeToAll(
  connection: Connection<EventStoreDBClient>,
  options: SubscribeOptions,
): AsyncGenerator<Delivery, void, void> {
  const { from, streamPrefixes, types, isText, signal } = options;
  let place: ((delivery: Delivery) => void) | undefined;
  const checkpointReached = async (_: unknown, position: Position): Promise<void> =>
    place?.({ kind: 'checkpoint', position });
  const filter = {
    prefixes: [...(types ?? streamPrefixes)],
    checkpointInterval: CHECKPOINT_INTERVAL,
    checkpointReached,
  };
  const deliveries = readThrough<EventStoreDBClient, AllStreamResolvedEvent | Delivery>(
    connection,
    (client) => {
      const isFiltered = filter.prefixes.length > 0;
      const subscription = client.subscribeToAll({
        fromPosition: from,
        ...(isFiltered && { filter: types ? eventTypeFilter(filter) : streamNameFilter(filter) }),
      });
      const mark = (to: typeof place) => {
        place = to;
        subscription.on('caughtUp', () => place?.({ kind: 'caughtUp' }));
      };
      // Silence is nothing unusual here; `subscribe` (subscriptions.ts) finds out whether it is what it seems.
      return [subscription, { silenceMs: Infinity, cancel: () => subscription.unsubscribe(), mark, signal }];
    },
    { isMissing, isNotLeader },
  );
  for await (const message of deliveries) {
    if ('kind' in message) yield message;
    else {
      const event = storedEvent(message, isText);
      if (event && !isOfServer(event) && isSubscribedTo(event, options)) yield { kind: 'event', event };
    }
  }
}
