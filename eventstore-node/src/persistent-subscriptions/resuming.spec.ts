import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { END, EventStoreDBClient, jsonEvent, type JSONType, streamNameFilter } from '@eventstore/db-client';
import {
  acknowledge,
  allFromStart,
  ConsumerInTest,
  fromStart,
  newStream,
  numbered,
} from '../../testing/consumer-in-test.js';
import {
  collect,
  disposeOf,
  failureOf,
  numberOf,
  startNodeInTest,
  until,
  type NodeInTest,
} from '../../testing/node-in-test.js';
import { compileNode } from '../../testing/compiled-node.js';
import { startNodeProcess } from '../../testing/node-process.js';

let main: string;
let remove: () => void;
let parent: string;
let db: string;
beforeAll(() => {
  ({ main, remove } = compileNode());
  parent = mkdtempSync(join(tmpdir(), 'eventstore-groups-'));
});
afterAll(() => {
  remove();
  rmSync(parent, { recursive: true, force: true });
});
beforeEach(() => {
  db = join(parent, randomUUID());
});

const start = () => startNodeInTest({ memDb: false, db });
const infoOf = (client: EventStoreDBClient, name: string) =>
  client.getPersistentSubscriptionToStreamInfo(name, 'group');
const consume = (client: EventStoreDBClient, name: string, treat: ConstructorParameters<typeof ConsumerInTest>[1]) =>
  new ConsumerInTest(client.subscribeToPersistentSubscriptionToStream(name, 'group'), treat);
const CHECKPOINT_AT_ONCE = { checkPointLowerBound: 1, checkPointUpperBound: 1 };

/** Works on a node that is stopped behind it, and started again by the next call. */
async function withNode<Result>(work: (server: NodeInTest) => Promise<Result>): Promise<Result> {
  const server = await start();
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

test('groups outlive the node: settings, filter, checkpoint, parked messages', async () => {
  const run = randomUUID();
  const settings = { ...CHECKPOINT_AT_ONCE, maxRetryCount: 4, consumerStrategyName: 'Pinned' as const };
  const name = await withNode(async ({ client }) => {
    const stream = await newStream(client, 5);
    await client.createPersistentSubscriptionToStream(stream, 'group', fromStart(settings));
    await client.createPersistentSubscriptionToAll('group', allFromStart(), {
      filter: streamNameFilter({ prefixes: [run] }),
    });
    const consumer = consume(client, stream, (event, subscription) =>
      event.event?.revision === 2n ? subscription.nack('park', 'no', event) : subscription.ack(event),
    );
    await until(async () => (await infoOf(client, stream)).stats.lastCheckpointedEventRevision === 4n);
    await consumer.leave();
    return stream;
  });
  await withNode(async ({ client }) => {
    const { settings: kept, stats } = await infoOf(client, name);
    expect(kept).toMatchObject(settings);
    expect(stats).toMatchObject({ lastCheckpointedEventRevision: 4n, parkedMessageCount: 1n });
    await client.appendToStream(name, numbered(5, 2));
    await client.appendToStream(run, numbered(7, 1));
    const consumer = consume(client, name, acknowledge);
    const ofAll = new ConsumerInTest(client.subscribeToPersistentSubscriptionToAll('group'), acknowledge);
    await client.replayParkedMessagesToStream(name, 'group');
    await consumer.has(3);
    await ofAll.has(1);
    expect(new Set(consumer.numbers)).toEqual(new Set([2, 5, 6]));
    expect(ofAll.numbers).toEqual([7]);
  });
});

test('the checkpoint is in the group’s own stream, and waits for the lowest event that is not settled', async () => {
  await withNode(async ({ client }) => {
    const name = await newStream(client, 10);
    await client.createPersistentSubscriptionToStream(name, 'group', fromStart(CHECKPOINT_AT_ONCE));
    const held: Parameters<typeof acknowledge>[0][] = [];
    const consumer = consume(client, name, (event, subscription) =>
      event.event?.revision === 4n ? held.push(event) : subscription.ack(event),
    );
    await consumer.has(10);
    await until(async () => (await infoOf(client, name)).stats.lastCheckpointedEventRevision === 3n);
    await until(async () => (await infoOf(client, name)).stats.outstandingMessagesCount === 1);
    expect((await infoOf(client, name)).stats.lastCheckpointedEventRevision).toBe(3n);
    await consumer.subscription.ack(held[0] as never);
    await until(async () => (await infoOf(client, name)).stats.lastCheckpointedEventRevision === 9n);
    const checkpoints = await collect(client.readStream(`$persistentsubscription-${name}::group-checkpoint`));
    expect(checkpoints.length).toBeLessThanOrEqual(2);
    expect(checkpoints.at(-1)?.event).toMatchObject({ type: 'SubscriptionCheckpoint', data: '9' });
  });
});

test('a checkpoint is written at the upper bound, whatever the time; before the time nothing less will do', async () => {
  await withNode(async ({ client }) => {
    const name = await newStream(client, 30);
    const bounds = { checkPointLowerBound: 2, checkPointUpperBound: 25, checkPointAfter: 60_000 };
    await client.createPersistentSubscriptionToStream(name, 'group', fromStart(bounds));
    const consumer = consume(client, name, acknowledge);
    const checkpointed = async () => (await infoOf(client, name)).stats.lastCheckpointedEventRevision ?? -1n;
    await consumer.has(30);
    await until(async () => (await checkpointed()) >= 0n);
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(await checkpointed()).toBeLessThan(29n);
    await consumer.leave();
  });
});

test('a checkpoint is written when the lower bound is reached and the time has passed', async () => {
  await withNode(async ({ client }) => {
    const name = await newStream(client, 6);
    const bounds = { checkPointLowerBound: 5, checkPointUpperBound: 1000, checkPointAfter: 100 };
    await client.createPersistentSubscriptionToStream(name, 'group', fromStart(bounds));
    const consumer = consume(client, name, acknowledge);
    const checkpointed = async () => (await infoOf(client, name)).stats.lastCheckpointedEventRevision ?? -1n;
    await until(async () => (await checkpointed()) === 5n);
    await client.appendToStream(name, numbered(6, 4));
    await consumer.has(10);
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(await checkpointed()).toBe(5n);
    await client.appendToStream(name, numbered(10, 1));
    await until(async () => (await checkpointed()) === 10n);
    await consumer.leave();
  });
});

test('a group from the end whose events were not checkpointed gets them after a restart', async () => {
  const name = await withNode(async ({ client }) => {
    const stream = await newStream(client, 3);
    await client.createPersistentSubscriptionToStream(stream, 'group', fromStart({ startFrom: END }));
    await client.appendToStream(stream, numbered(3, 2));
    return stream;
  });
  await withNode(async ({ client }) => {
    const consumer = consume(client, name, acknowledge);
    await consumer.has(2);
    expect(consumer.numbers).toEqual([3, 4]);
  });
});

test('a consumer of a node that stops is told', async () => {
  const server = await start();
  const name = await newStream(server.client, 1);
  await server.client.createPersistentSubscriptionToStream(name, 'group', fromStart());
  const consumer = consume(server.client, name, acknowledge);
  await consumer.has(1);
  await server.node.stop();
  expect(await consumer.failure()).toMatchObject({ type: 'persistent-subscription-dropped' });
  await disposeOf(server.client);
});

test('killed again and again while a group is consumed: every event is acknowledged at least once', async () => {
  const acknowledged = new Set<number>();
  const total = 400;
  for (let round = 0; acknowledged.size < total; round++) {
    const node = await startNodeProcess(main, db);
    const client = EventStoreDBClient.connectionString(node.url);
    if (round === 0) {
      for (let number = 0; number < total; number++)
        await client.appendToStream('killed', jsonEvent({ type: 'T', data: { number } }));
      await client.createPersistentSubscriptionToStream('killed', 'group', fromStart({ checkPointUpperBound: 10 }));
    }
    const before = acknowledged.size;
    const consumer = consume(client, 'killed', (event, subscription) => {
      // What is counted has left this process; the node may be killed before it arrives.
      void subscription.ack(event).then(() => acknowledged.add(numberOf(event)));
    });
    await until(async () => acknowledged.size >= Math.min(total, before + 60));
    await node.kill('SIGKILL');
    const [first] = consumer.numbers;
    // Nothing is passed over: a round begins at or before what the rounds before have not acknowledged.
    expect(first).toBeLessThanOrEqual(before);
    await disposeOf(client);
  }
  expect(acknowledged.size).toBe(total);
});

test('a configuration that can not be read stops no node; groups are served again when it is mended', async () => {
  const server = await start();
  const { client } = server;
  const name = await newStream(client, 2);
  await client.createPersistentSubscriptionToStream(name, 'group', fromStart());
  const config = '$persistentSubscriptionConfig';
  const [good] = await collect(client.readStream(config));
  await client.appendToStream(config, jsonEvent({ type: '$PersistentConfig', data: { broken: true } }));
  await client.restartPersistentSubscriptionSubsystem();
  expect(await failureOf(client.listAllPersistentSubscriptions())).toMatchObject({ type: 'unavailable' });
  expect(await failureOf(client.createPersistentSubscriptionToStream(name, 'two', fromStart()))).toMatchObject({
    type: 'unavailable',
  });
  await client.appendToStream(config, jsonEvent({ type: '$PersistentConfig', data: good?.event?.data as JSONType }));
  await client.restartPersistentSubscriptionSubsystem();
  expect(await client.listPersistentSubscriptionsToStream(name)).toHaveLength(1);
  await server.stop();
});
