/**
 * Sends what is due, webhook by webhook: each has its own turn, so that a receiver which is slow or dead holds nobody else up.
 * A delivery is claimed in the log before it is sent, so that of several processes one sends it.
 */
import { DomainError } from '#domain/errors.js';
import { SYSTEM } from '#domain/messages.js';
import { type OpenDelivery, dueAt } from '#domain/webhooks/deliveries.js';
import { type Endpoint, secretsOf } from '#domain/webhooks/endpoints.js';
import type { Clock } from '#event-store/clock.js';
import type { DeliveryWriter, EndpointWriter } from '#event-store/writer/webhook-writers.js';
import type { ReceiverOptions } from '#platform/receivers.js';
import { send } from './send.js';

export type DispatchOptions = {
  readonly endpoints: EndpointWriter;
  readonly deliveries: DeliveryWriter;
  /** By which secrets were rotated. */
  readonly clock: Clock;
  /** By which deliveries are due. */
  readonly outsideClock: Clock;
  readonly receivers: ReceiverOptions;
  readonly signal: AbortSignal;
  readonly onFailure: (webhookId: string, error: unknown) => void;
};

/** Of one webhook at a time. */
const AT_ONCE = 8;

export class Dispatcher {
  private readonly busy = new Map<string, Promise<void>>();

  constructor(private readonly options: DispatchOptions) {}

  /** Begins with every enabled webhook that is not being worked on; does not wait for receivers. */
  async round(): Promise<false> {
    const { endpoints, onFailure } = this.options;
    const enabled = await endpoints.query('', ({ byId }) => Object.values(byId).filter((endpoint) => endpoint.enabled));
    for (const endpoint of enabled) {
      const { webhookId } = endpoint;
      if (this.busy.has(webhookId)) continue;
      const work = this.deliverTo(endpoint)
        .catch((error: unknown) => onFailure(webhookId, error))
        .finally(() => this.busy.delete(webhookId));
      this.busy.set(webhookId, work);
    }
    return false;
  }

  /** Resolves when what is under way is over. */
  async idle(): Promise<void> {
    await Promise.all(this.busy.values());
  }

  private async deliverTo(endpoint: Endpoint): Promise<void> {
    const { deliveries, outsideClock, signal } = this.options;
    for (;;) {
      const now = await outsideClock();
      const due = await deliveries.query(endpoint.webhookId, (state) => dueAt(state, now).slice(0, AT_ONCE));
      if (due.length === 0 || signal.aborted) return;
      await Promise.all(due.map((delivery) => this.deliver(endpoint, delivery)));
    }
  }

  private async deliver(endpoint: Endpoint, { deliveryId, notification }: OpenDelivery): Promise<void> {
    const { deliveries, clock, receivers, signal } = this.options;
    if (!(await this.claim(endpoint.webhookId, deliveryId))) return;
    const secrets = secretsOf(endpoint, await clock());
    const attempt = await send({ url: endpoint.url, secrets, notification, receivers, signal });
    // The product is ending: another process sends it again once the claim is over.
    if (signal.aborted) return;
    const data = { deliveryId, ...attempt };
    await deliveries.execute(endpoint.webhookId, { type: 'RecordAttempt', data, origin: SYSTEM });
  }

  private async claim(webhookId: string, deliveryId: string): Promise<boolean> {
    try {
      await this.options.deliveries.execute(webhookId, { type: 'ClaimDelivery', data: { deliveryId }, origin: SYSTEM });
      return true;
    } catch (problem) {
      // Another process was first.
      if (problem instanceof DomainError) return false;
      throw problem;
    }
  }
}
