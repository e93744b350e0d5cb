/** Notifications leave the product: scheduled out of the log, and sent. */
import type { EventStore } from '#event-store/port/event-store.js';
import type { Clock } from '#event-store/clock.js';
import { createDeliveryWriter, createEndpointWriter } from '#event-store/writer/webhook-writers.js';
import { runLoop } from '#followers/run-loop.js';
import type { ReceiverOptions } from '#platform/receivers.js';
import { Dispatcher } from './dispatch.js';
import { scheduleDeliveries } from './schedule.js';

type Notes = { info(details: object, message: string): void; warn(details: object, message: string): void };

export type WebhooksOptions = {
  readonly store: EventStore;
  /** That of the accounts: what is recorded before a webhook is made does not concern it. */
  readonly clock: Clock;
  /** Which goes on where that of the accounts stands still: pauses after failed attempts are of receivers. */
  readonly outsideClock: Clock;
  readonly receivers: ReceiverOptions;
  readonly logger: Notes;
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 250;

/** Until the signal aborts. */
export async function runWebhooks(options: WebhooksOptions): Promise<void> {
  const { store, clock, outsideClock, receivers, logger, signal } = options;
  const endpoints = createEndpointWriter(store, clock);
  const deliveries = createDeliveryWriter(store, outsideClock);
  const onFailure = (webhookId: string, error: unknown) =>
    logger.warn({ err: error, webhookId }, 'Sending to a webhook failed; retrying');
  const dispatcher = new Dispatcher({ endpoints, deliveries, clock, outsideClock, receivers, signal, onFailure });
  await Promise.all([
    scheduleDeliveries({ store, endpoints, deliveries, logger, signal }),
    runLoop(() => dispatcher.round(), {
      signal,
      everyMs: LOOK_EVERY_MS,
      onFailure: (error, nth) => {
        if (nth === 1) logger.warn({ err: error }, 'Looking for due deliveries failed; retrying');
      },
      onRecovery: () => logger.info({}, 'Deliveries are sent again'),
    }),
  ]);
  await dispatcher.idle();
  await Promise.all([endpoints.close(), deliveries.close()]);
}
