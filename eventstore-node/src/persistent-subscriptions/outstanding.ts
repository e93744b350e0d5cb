import type { Consumer } from './consumer.js';
import type { Message } from './message.js';

export interface Delivery {
  readonly message: Message;
  readonly consumer: Consumer;
  readonly expiresAt: number;
}

/** Messages that consumers have and have not answered, by event id: an id is with one consumer at a time. */
export class Outstanding {
  /** In the order of sending, which is that of expiry: all have the same time. */
  private readonly deliveries = new Map<string, Delivery>();

  constructor(private readonly messageTimeoutMs: number) {}

  get count(): number {
    return this.deliveries.size;
  }

  has(id: string): boolean {
    return this.deliveries.has(id);
  }

  add(message: Message, consumer: Consumer, now: number): void {
    this.deliveries.set(message.id, { message, consumer, expiresAt: now + this.messageTimeoutMs });
    consumer.took(message.id, now);
  }

  /** The message is with nobody any more. Undefined for an id that is not out, or not any longer. */
  takeBack(id: string, now: number): Message | undefined {
    const delivery = this.deliveries.get(id);
    if (!delivery) return undefined;
    this.deliveries.delete(id);
    delivery.consumer.gaveBack(id, now);
    return delivery.message;
  }

  expired(now: number): readonly string[] {
    const ids: string[] = [];
    for (const [id, { expiresAt }] of this.deliveries) {
      if (expiresAt > now) break;
      ids.push(id);
    }
    return ids;
  }
}
