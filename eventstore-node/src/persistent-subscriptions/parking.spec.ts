import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { BACKWARDS, END } from '@eventstore/db-client';
import {
  acknowledge,
  ConsumerInTest,
  fromStart,
  newStream,
  numbered,
  type Received,
} from '../../testing/consumer-in-test.js';
import { collect, failureOf, startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

let name: string;
beforeEach(async () => {
  name = await newStream(server.client, 6);
  await server.client.createPersistentSubscriptionToStream(name, 'group', fromStart());
});
const parkedStream = () => `$persistentsubscription-${name}::group-parked`;
const info = () => server.client.getPersistentSubscriptionToStreamInfo(name, 'group');
const parkedCount = async () => Number((await info()).stats.parkedMessageCount);
const consume = (treat?: ConstructorParameters<typeof ConsumerInTest>[1]) =>
  new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToStream(name, 'group'), treat);
const replay = (stopAt?: number) =>
  server.client.replayParkedMessagesToStream(name, 'group', stopAt === undefined ? {} : { stopAt });

type Treat = NonNullable<ConstructorParameters<typeof ConsumerInTest>[1]>;
const park: Treat = (event, subscription) => subscription.nack('park', 'broken', event);
/** Parks what comes for the first time, and acknowledges what comes back. */
const parkOnce: Treat = (event, subscription) =>
  event.link ? subscription.ack(event) : subscription.nack('park', 'broken', event);

/** All six events are parked, and nobody is connected. */
async function allParked(): Promise<void> {
  const consumer = consume(park);
  await until(async () => (await parkedCount()) === 6);
  await consumer.leave();
  await until(async () => (await info()).connections.length === 0);
}

test('a parked event is a link in the group’s own stream, which says why and when', async () => {
  await allParked();
  const parked = await collect(server.client.readStream(parkedStream()));
  expect(parked).toHaveLength(6);
  expect(parked[2]?.event).toMatchObject({
    type: '$>',
    revision: 2n,
    metadata: {
      reason: "Client explicitly NAK'ed message.\nbroken",
      subscriptionEventNumber: 2,
      added: expect.stringMatching(/^\d{4}-/),
    },
  });
  expect(Buffer.from(parked[2]?.event?.data as Uint8Array).toString()).toBe(`2@${name}`);
  expect((await info()).stats).toMatchObject({ outstandingMessagesCount: 0, totalInFlightMessages: 0 });
});

test('a replay brings back what is parked, as links to the events, and leaves nothing', async () => {
  const consumer = consume(parkOnce);
  await until(async () => (await parkedCount()) === 6);
  await replay();
  await consumer.has(12);
  expect(consumer.numbers.slice(6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(consumer.received[6]).toMatchObject({
    link: { streamId: parkedStream(), revision: 0n },
    event: { streamId: name, revision: 0n },
    retryCount: 0,
  });
  await until(async () => (await info()).stats.outstandingMessagesCount === 0);
  expect(await parkedCount()).toBe(0);
  await until(async () => (await collect(server.client.readStream(parkedStream()))).length === 0);
  await consumer.leave();
});

test('a replay stops before the link that it is told', async () => {
  await allParked();
  const consumer = consume(acknowledge);
  await replay(2);
  await consumer.has(2);
  expect(consumer.numbers).toEqual([0, 1]);
  expect(await parkedCount()).toBe(4);
  await until(async () => (await collect(server.client.readStream(parkedStream()))).length === 4);
  await replay(5);
  await consumer.has(5);
  await replay(100);
  await consumer.has(6);
  expect(consumer.numbers).toEqual([0, 1, 2, 3, 4, 5]);
  await consumer.leave();
});

test('a replay before the first link, or of nothing, does nothing; one before none is an error', async () => {
  await replay();
  await allParked();
  await replay(0);
  expect(await parkedCount()).toBe(6);
  expect(await failureOf(replay(-1))).toMatchObject({
    type: 'persistent-subscription-failed',
    reason: 'Cannot stop replaying parked message at a negative version.',
  });
});

test('what is replayed and parked again is parked behind the others', async () => {
  await allParked();
  const consumer = consume(park);
  await replay(2);
  await until(async () => (await parkedCount()) === 6);
  await consumer.has(2);
  const isRemoved = async () => (await collect(server.client.readStream(parkedStream()))).length === 6;
  await until(isRemoved);
  const last = await collect(
    server.client.readStream(parkedStream(), { direction: BACKWARDS, fromRevision: END, maxCount: 2 }),
  );
  const targets = last.map(({ event }) => Buffer.from(event?.data as Uint8Array).toString());
  expect(targets).toEqual([`1@${name}`, `0@${name}`]);
  await consumer.leave();
});

test('what is replayed and not settled is not lost with the group’s memory', async () => {
  await allParked();
  const held: Received[] = [];
  const consumer = consume((event, subscription) =>
    event.event?.revision === 1n ? held.push(event) : subscription.ack(event),
  );
  await replay();
  await consumer.has(6);
  await until(async () => (await info()).stats.outstandingMessagesCount === 1);
  expect(await parkedCount()).toBe(0);
  await server.client.restartPersistentSubscriptionSubsystem();
  expect(await parkedCount()).toBe(5);
  const next = consume(acknowledge);
  await replay();
  await until(async () => next.received.some(({ link, event }) => link && event?.revision === 1n));
  await next.leave();
});

test('more parked messages than the group’s buffer are replayed as it empties', async () => {
  const large = await newStream(server.client, 200);
  const settings = fromStart({ historyBufferSize: 12, readBatchSize: 10 });
  await server.client.createPersistentSubscriptionToStream(large, 'group', settings);
  const connect = (treat: Treat) =>
    new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToStream(large, 'group'), treat);
  const ofLarge = () => server.client.getPersistentSubscriptionToStreamInfo(large, 'group');
  const first = connect(park);
  await until(async () => (await ofLarge()).stats.parkedMessageCount === 200n);
  await first.leave();
  await until(async () => (await ofLarge()).connections.length === 0);
  await server.client.replayParkedMessagesToStream(large, 'group');
  await until(async () => (await ofLarge()).stats.retryBufferCount > 0);
  expect((await ofLarge()).stats.retryBufferCount).toBeLessThanOrEqual(12);
  expect((await ofLarge()).status).toContain('ReplayingParkedMessages');
  for (let number = 200; number < 203; number++) await server.client.appendToStream(large, numbered(number, 1));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await ofLarge()).stats.retryBufferCount).toBeLessThanOrEqual(12);
  const second = connect(acknowledge);
  await second.has(203);
  expect(second.numbers.filter((number) => number < 200)).toEqual(Array.from({ length: 200 }, (_, number) => number));
  await second.leave();
});
