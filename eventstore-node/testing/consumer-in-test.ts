import { randomUUID } from 'node:crypto';
import {
  jsonEvent,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  type EventStoreDBClient,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToStream,
} from '@eventstore/db-client';
import { numberOf, until } from './node-in-test.js';

type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll;
export type Received = Parameters<PersistentSubscriptionToStream['ack']>[0] & { readonly retryCount: number };

/** Settings of groups that read their stream from its start, with what a test changes of them. */
export const fromStart = (changes: Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0] = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...changes });
export const allFromStart = (changes: Parameters<typeof persistentSubscriptionToAllSettingsFromDefaults>[0] = {}) =>
  persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START, ...changes });

export const numbered = (first: number, count: number) =>
  Array.from({ length: count }, (_, offset) => jsonEvent({ type: 'Numbered', data: { number: first + offset } }));

/** A stream with so many events. */
export async function newStream(client: EventStoreDBClient, count: number): Promise<string> {
  const name = `stream-${randomUUID()}`;
  if (count > 0) await client.appendToStream(name, numbered(0, count));
  return name;
}

/** A consumer that does what `treat` says with each event, and remembers what it got. */
export class ConsumerInTest {
  readonly received: Received[] = [];
  readonly errors: Error[] = [];
  readonly confirmed: Promise<void>;

  constructor(
    readonly subscription: Subscription,
    treat: (event: Received, subscription: PersistentSubscriptionToStream) => unknown = () => undefined,
  ) {
    this.confirmed = new Promise((resolve) => subscription.once('confirmation', resolve));
    subscription.on('error', (error) => this.errors.push(error));
    subscription.on('data', (event: Received) => {
      this.received.push(event);
      treat(event, subscription);
    });
  }

  get numbers(): number[] {
    return this.received.map(numberOf);
  }

  /** Resolves when it has got so many events. */
  has(count: number): Promise<void> {
    return until(async () => this.received.length >= count);
  }

  /** The error that ends it. */
  async failure(): Promise<Error & { readonly type: string }> {
    await until(async () => this.errors.length > 0);
    return this.errors[0] as Error & { readonly type: string };
  }

  async leave(): Promise<void> {
    await this.subscription.unsubscribe();
  }
}

export const acknowledge = (event: Received, subscription: PersistentSubscriptionToStream) => subscription.ack(event);
