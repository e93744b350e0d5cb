import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { acknowledge, ConsumerInTest, fromStart, newStream, numbered } from '../../testing/consumer-in-test.js';
import { startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const infoOf = (name: string) => server.client.getPersistentSubscriptionToStreamInfo(name, 'group');
const create = (name: string, changes?: Parameters<typeof fromStart>[0]) =>
  server.client.createPersistentSubscriptionToStream(name, 'group', fromStart(changes));
const consume = (name: string, treat?: ConstructorParameters<typeof ConsumerInTest>[1], bufferSize = 10) =>
  new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToStream(name, 'group', { bufferSize }), treat);
const nothingOut = (name: string) => until(async () => (await infoOf(name)).stats.outstandingMessagesCount === 0);

test('what is stored, then what comes, each event once and in order', async () => {
  const name = await newStream(server.client, 300);
  await create(name);
  const consumer = consume(name, acknowledge);
  await consumer.has(300);
  await server.client.appendToStream(name, numbered(300, 50));
  await consumer.has(350);
  await nothingOut(name);
  expect(consumer.numbers).toEqual(range(0, 350));
  expect(consumer.received.every(({ retryCount }) => retryCount === 0)).toBe(true);
  expect((consumer.subscription as { id?: string }).id).toBe(`${name}::group`);
  await consumer.leave();
});

test('a stream that is not there yet', async () => {
  const name = await newStream(server.client, 0);
  await create(name);
  const consumer = consume(name, acknowledge);
  await consumer.confirmed;
  await server.client.appendToStream(name, numbered(0, 3));
  await consumer.has(3);
  await consumer.leave();
});

test('a consumer has no more unanswered events than its buffer size', async () => {
  const name = await newStream(server.client, 20);
  await create(name);
  const consumer = consume(name, undefined, 3);
  await consumer.has(3);
  expect(await infoOf(name)).toMatchObject({
    connections: [{ inFlightMessages: 3, availableSlots: 0, totalItems: 3n }],
    stats: { totalInFlightMessages: 3, outstandingMessagesCount: 3, readBufferCount: 17 },
  });
  expect(consumer.numbers).toEqual([0, 1, 2]);
  await consumer.subscription.ack(consumer.received[1] as never);
  await consumer.has(4);
  expect(consumer.numbers).toEqual([0, 1, 2, 3]);
  await consumer.leave();
});

test.each(['retry', 'unknown'] as const)('nack %s: the event comes again, one try later', async (action) => {
  const name = await newStream(server.client, 2);
  await create(name);
  const consumer = consume(name, (event, subscription) =>
    event.retryCount < 2 && event.event?.revision === 0n
      ? subscription.nack(action as 'retry', 'not now', event)
      : subscription.ack(event),
  );
  await consumer.has(4);
  await nothingOut(name);
  const tries = consumer.received.filter(({ event }) => event?.revision === 0n).map(({ retryCount }) => retryCount);
  expect(tries).toEqual([0, 1, 2]);
  await consumer.leave();
});

test.each(['skip', 'stop'] as const)('nack %s: the event is settled, the next ones come', async (action) => {
  const name = await newStream(server.client, 5);
  await create(name);
  const consumer = consume(name, (event, subscription) => subscription.nack(action, 'no use', event), 1);
  await consumer.has(5);
  await nothingOut(name);
  expect(consumer.numbers).toEqual(range(0, 5));
  expect((await infoOf(name)).stats.parkedMessageCount).toBe(0n);
  await consumer.leave();
});

test('several events in one acknowledgement', async () => {
  const name = await newStream(server.client, 10);
  await create(name);
  const consumer = consume(name);
  await consumer.has(10);
  await consumer.subscription.ack(...(consumer.received as [never]));
  await nothingOut(name);
  await consumer.leave();
});

test.each([100, 0])(
  'what nobody answers in %i ms comes again, and is parked after so many retries',
  async (messageTimeout) => {
    const name = await newStream(server.client, 1);
    await create(name, { messageTimeout, maxRetryCount: 2 });
    const consumer = consume(name);
    await until(async () => (await infoOf(name)).stats.parkedMessageCount === 1n);
    expect(consumer.received.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
    expect((await infoOf(name)).stats.outstandingMessagesCount).toBe(0);
    await consumer.leave();
  },
);

test('what a consumer had when it left goes to another, in order and one try later', async () => {
  const name = await newStream(server.client, 8);
  await create(name);
  const first = consume(name, undefined, 5);
  await first.has(5);
  const second = consume(name, acknowledge);
  await second.has(3);
  await first.leave();
  await second.has(8);
  expect(second.numbers).toEqual([5, 6, 7, 0, 1, 2, 3, 4]);
  expect(second.received.map(({ retryCount }) => retryCount)).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  await until(async () => (await infoOf(name)).connections.length === 1);
  await second.leave();
});

test('two events with one id: the second waits until the first is answered', async () => {
  const name = await newStream(server.client, 0);
  const id = randomUUID();
  await server.client.appendToStream(name, jsonEvent({ id, type: 'T', data: { number: 0 } }), {
    expectedRevision: 'no_stream',
  });
  await server.client.appendToStream(name, jsonEvent({ id, type: 'T', data: { number: 1 } }), { expectedRevision: 0n });
  await create(name);
  const consumer = consume(name);
  await consumer.has(1);
  expect((await infoOf(name)).stats).toMatchObject({ outstandingMessagesCount: 1, readBufferCount: 1 });
  await consumer.subscription.ack(consumer.received[0] as never);
  await consumer.has(2);
  expect(consumer.numbers).toEqual([0, 1]);
  await consumer.leave();
});

test('links are resolved if the group says so, and acknowledged as links', async () => {
  const name = await newStream(server.client, 2);
  const links = await newStream(server.client, 0);
  const link = (revision: number) => binaryEvent({ type: '$>', data: Buffer.from(`${revision}@${name}`) });
  await server.client.appendToStream(links, [link(1), link(7)]);
  await create(links, { resolveLinkTos: true });
  const consumer = consume(links, acknowledge);
  await consumer.has(2);
  await nothingOut(links);
  expect(consumer.received).toMatchObject([
    { link: { streamId: links, revision: 0n }, event: { streamId: name, data: { number: 1 } } },
    { link: { streamId: links, revision: 1n } },
  ]);
  expect(consumer.received[1]?.event).toBeUndefined();
  await consumer.leave();
});

test('a slow reader of large events holds up nothing but itself, and loses nothing', async () => {
  const name = await newStream(server.client, 0);
  const large = 'x'.repeat(100_000);
  for (let number = 0; number < 100; number++)
    await server.client.appendToStream(name, jsonEvent({ type: 'Large', data: { number, large } }));
  await create(name, { historyBufferSize: 50 });
  const subscription = server.client.subscribeToPersistentSubscriptionToStream(name, 'group', { bufferSize: 1000 });
  const consumer = new ConsumerInTest(subscription, acknowledge);
  subscription.pause();
  await consumer.confirmed;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await infoOf(name)).stats.outstandingMessagesCount).toBeLessThan(80);
  subscription.resume();
  await consumer.has(100);
  expect(consumer.numbers).toEqual(range(0, 100));
  await consumer.leave();
});
