import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonEvent, streamNameFilter } from '@eventstore/db-client';
import {
  acknowledge,
  allFromStart,
  ConsumerInTest,
  fromStart,
  newStream,
  numbered,
} from '../../testing/consumer-in-test.js';
import { startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

type Strategy = 'RoundRobin' | 'DispatchToSingle' | 'Pinned';

/** Two consumers of a stream's group, connected before there is anything to consume. */
async function twoConsumers(consumerStrategyName: Strategy, treat?: typeof acknowledge) {
  const name = await newStream(server.client, 0);
  await server.client.createPersistentSubscriptionToStream(name, 'group', fromStart({ consumerStrategyName }));
  const connect = async () => {
    const options = { bufferSize: 4 };
    const consumer = new ConsumerInTest(
      server.client.subscribeToPersistentSubscriptionToStream(name, 'group', options),
      treat,
    );
    await consumer.confirmed;
    return consumer;
  };
  const consumers = [await connect(), await connect()] as const;
  return { name, consumers };
}

const leave = (consumers: readonly ConsumerInTest[]) => Promise.all(consumers.map((consumer) => consumer.leave()));

test('round robin: in turn', async () => {
  const { name, consumers } = await twoConsumers('RoundRobin');
  await server.client.appendToStream(name, numbered(0, 8));
  await until(async () => consumers.every(({ received }) => received.length === 4));
  expect(consumers.map(({ numbers }) => numbers)).toEqual([
    [0, 2, 4, 6],
    [1, 3, 5, 7],
  ]);
  await leave(consumers);
});

test('round robin: one that is full is passed over', async () => {
  const { name, consumers } = await twoConsumers('RoundRobin');
  consumers[1].subscription.on('data', (event) => void consumers[1].subscription.ack(event));
  await server.client.appendToStream(name, numbered(0, 20));
  await consumers[1].has(16);
  expect(consumers[0].numbers).toEqual([0, 2, 4, 6]);
  await leave(consumers);
});

test('dispatch to single: all to one, the next one when it is full', async () => {
  const { name, consumers } = await twoConsumers('DispatchToSingle');
  await server.client.appendToStream(name, numbered(0, 6));
  await until(async () => consumers[1].received.length === 2);
  expect(consumers.map(({ numbers }) => numbers)).toEqual([
    [0, 1, 2, 3],
    [4, 5],
  ]);
  await leave(consumers);
});

test('dispatch to single: while it keeps up, the others get nothing', async () => {
  const { name, consumers } = await twoConsumers('DispatchToSingle', acknowledge);
  for (let number = 0; number < 10; number++) {
    await server.client.appendToStream(name, numbered(number, 1));
    await consumers[0].has(number + 1);
  }
  expect(consumers[1].received).toEqual([]);
  await leave(consumers);
});

/** A group on `$all` with twelve streams of so many events each, appended in turn. */
async function pinnedGroup(eventsEach: number, strategy: Strategy = 'Pinned') {
  const prefix = `pinned-${randomUUID()}`;
  const names = Array.from({ length: 12 }, (_, number) => `${prefix}-${number}`);
  const settings = allFromStart({ consumerStrategyName: strategy });
  await server.client.createPersistentSubscriptionToAll(prefix, settings, {
    filter: streamNameFilter({ prefixes: [prefix] }),
  });
  const append = async () => {
    for (let number = 0; number < eventsEach; number++)
      for (const name of names) await server.client.appendToStream(name, jsonEvent({ type: 'T', data: { number } }));
  };
  const connect = async (treat?: typeof acknowledge, bufferSize = 100) => {
    const subscription = server.client.subscribeToPersistentSubscriptionToAll(prefix, { bufferSize });
    const consumer = new ConsumerInTest(subscription, treat);
    await consumer.confirmed;
    return consumer;
  };
  return { names, append, connect };
}

const streamsOf = ({ received }: ConsumerInTest) => new Set(received.map(({ event }) => event?.streamId));

test('pinned: a stream stays with its consumer, and both have streams', async () => {
  const { names, append, connect } = await pinnedGroup(5);
  const consumers = [await connect(acknowledge), await connect(acknowledge)] as const;
  await append();
  await until(async () => consumers[0].received.length + consumers[1].received.length === 60);
  const [one, other] = consumers.map(streamsOf) as [Set<string>, Set<string>];
  expect(one.size + other.size).toBe(names.length);
  expect(Math.min(one.size, other.size)).toBeGreaterThan(2);
  for (const { received } of consumers)
    for (const name of names) {
      const numbers = received
        .filter(({ event }) => event?.streamId === name)
        .map(({ event }) => Number(event?.revision));
      expect(numbers).toEqual(numbers.length === 0 ? [] : [0, 1, 2, 3, 4]);
    }
  await leave(consumers);
});

test('pinned: what belongs to a full consumer waits, the others go on', async () => {
  const { append, connect } = await pinnedGroup(3);
  const consumers = [await connect(undefined, 2), await connect(acknowledge)] as const;
  await append();
  const [stuck, free] = consumers;
  await until(async () => streamsOf(free).size >= 5 && free.received.length === streamsOf(free).size * 3);
  expect(stuck.received).toHaveLength(2);
  const shared = [...streamsOf(stuck)].filter((name) => streamsOf(free).has(name));
  expect(shared).toEqual([]);
  await stuck.leave();
  await free.has(36);
  await free.leave();
});

test('pinned: a newcomer gets its share', async () => {
  const { append, connect } = await pinnedGroup(2);
  const first = await connect(acknowledge);
  await append();
  await first.has(24);
  const second = await connect(acknowledge);
  await append();
  await until(async () => first.received.length + second.received.length === 48);
  expect(streamsOf(second).size).toBeGreaterThan(2);
  await leave([first, second]);
});
