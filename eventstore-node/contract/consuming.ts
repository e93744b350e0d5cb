/** Persistent subscriptions for lines to look at: groups that go with their line, and consumers that note what they get. */
import {
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  type EventStoreDBClient,
  type Filter,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToAllSettings,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToStreamSettings,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { collect, errorText, until } from './outcomes.js';
import type { ServerUnderContract } from './server-under-contract.js';
import { numberOf, streamOf } from './streams.js';

type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll;
export type Received = ResolvedEvent & { readonly retryCount: number };
/** What a consumer does with each event. */
export type Treat = (event: Received, subscription: Subscription) => Promise<void>;

export const acknowledge: Treat = (event, subscription) => subscription.ack(event);
export const park: Treat = (event, subscription) => subscription.nack('park', 'broken', event);
export const leaveUnanswered: Treat = () => Promise.resolve();

export class Consumer {
  readonly received: Received[] = [];
  /** The error that ends it, in words. */
  readonly failure: Promise<string>;
  private readonly confirmation: Promise<void>;

  constructor(
    readonly subscription: Subscription,
    treat: Treat,
  ) {
    this.confirmation = new Promise((resolve) => subscription.once('confirmation', () => resolve()));
    this.failure = new Promise((resolve) => {
      const end = (error: unknown) => resolve(errorText(error));
      subscription.on('error', end);
      subscription.on('data', (event: Received) => {
        this.received.push(event);
        treat(event, subscription).catch(end);
      });
    });
  }

  get numbers(): number[] {
    return this.received.map(numberOf);
  }

  /** Resolves once the server has taken it in. */
  async confirmed(): Promise<this> {
    await this.confirmation;
    return this;
  }

  async has(count: number): Promise<void> {
    await until(() => this.received.length >= count);
  }

  leave(): Promise<void> {
    return this.subscription.unsubscribe().catch(() => undefined);
  }
}

export interface GroupOptions {
  /** How many numbers its stream holds to begin with. */
  readonly count?: number;
  /** Another stream than one of numbers. */
  readonly stream?: string;
  readonly settings?: Partial<PersistentSubscriptionToStreamSettings>;
}

export const settingsFromStart = (changes: Partial<PersistentSubscriptionToStreamSettings> = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...changes });

/** A checkpoint when five events are settled, and no other: of several at once the server may write the first alone. */
export const ONE_CHECKPOINT = { checkPointLowerBound: 5, checkPointUpperBound: 5 };

/** Type and place of the checkpoints there are. */
export async function checkpointsOf(client: EventStoreDBClient, name: string): Promise<unknown[][]> {
  const events = await collect(client.readStream(`$persistentsubscription-${name}::group-checkpoint`)).catch(() => []);
  return events.map(({ event }) => [event?.type, event?.data]);
}

export type Group = Awaited<ReturnType<typeof openGroup>>;

async function openGroup(server: ServerUnderContract, { count = 0, stream, settings }: GroupOptions) {
  const { client } = server;
  const name = stream ?? (await streamOf(server, count));
  await client.createPersistentSubscriptionToStream(name, 'group', settingsFromStart(settings));
  const consumers: Consumer[] = [];
  const info = () => client.getPersistentSubscriptionToStreamInfo(name, 'group');
  return {
    client,
    name,
    consumers,
    info,
    stats: async () => (await info()).stats,
    parkedCount: async () => Number((await info()).stats.parkedMessageCount),
    consume: (treat: Treat = acknowledge, bufferSize = 10): Consumer => {
      const subscription = client.subscribeToPersistentSubscriptionToStream(name, 'group', { bufferSize });
      const consumer = new Consumer(subscription, treat);
      consumers.push(consumer);
      return consumer;
    },
  };
}

/** Works with a group of its own, which is deleted behind it. */
export async function withGroup<Result>(
  server: ServerUnderContract,
  options: GroupOptions,
  work: (group: Group) => Promise<Result>,
): Promise<Result> {
  const group = await openGroup(server, options);
  try {
    return await work(group);
  } finally {
    await Promise.all(group.consumers.map((consumer) => consumer.leave()));
    await server.client.deletePersistentSubscriptionToStream(group.name, 'group').catch(() => undefined);
  }
}

/** The same for `$all`, through a filter: a group that was sent everything would be sent others' events. */
export async function withGroupOnAll<Result>(
  server: ServerUnderContract,
  filter: Filter,
  settings: Partial<PersistentSubscriptionToAllSettings>,
  work: (consume: (treat?: Treat) => Consumer, group: string) => Promise<Result>,
): Promise<Result> {
  const { client, newStream } = server;
  const group = newStream('group');
  const all = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START, ...settings });
  await client.createPersistentSubscriptionToAll(group, all, { filter });
  const consumers: Consumer[] = [];
  try {
    return await work((treat = acknowledge) => {
      const consumer = new Consumer(client.subscribeToPersistentSubscriptionToAll(group, { bufferSize: 100 }), treat);
      consumers.push(consumer);
      return consumer;
    }, group);
  } finally {
    await Promise.all(consumers.map((consumer) => consumer.leave()));
    await client.deletePersistentSubscriptionToAll(group).catch(() => undefined);
  }
}
