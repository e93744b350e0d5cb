import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { END, eventTypeFilter, jsonEvent, streamNameFilter, type Filter } from '@eventstore/db-client';
import { acknowledge, allFromStart, ConsumerInTest } from '../../testing/consumer-in-test.js';
import { collect, startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

let group: string;
beforeEach(() => {
  group = `group-${randomUUID()}`;
});

const append = async (prefix: string, count: number) => {
  for (let number = 0; number < count; number++)
    await server.client.appendToStream(
      `${prefix}-${number % 2 ? 'odd' : 'even'}`,
      jsonEvent({ type: `${prefix}.${number % 3 ? 'Plain' : 'Third'}`, data: { number } }),
    );
};
const create = (settings = allFromStart(), filter?: Filter) =>
  server.client.createPersistentSubscriptionToAll(group, settings, filter ? { filter } : {});
const info = () => server.client.getPersistentSubscriptionToAllInfo(group);
const consume = (treat: ConstructorParameters<typeof ConsumerInTest>[1] = acknowledge) =>
  new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToAll(group), treat);
const lastPosition = async () => {
  const [last] = await collect(server.client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 1 }));
  return last?.event?.position as { commit: bigint; prepare: bigint };
};

test('every event of the log, in its order, at its position', async () => {
  await append(`every-${randomUUID()}`, 10);
  const all = await collect(server.client.readAll());
  await create();
  const consumer = consume();
  await consumer.has(all.length);
  const positions = consumer.received.map(({ event }) => event?.position?.commit);
  expect(positions.slice(0, all.length)).toEqual(all.map(({ event }) => event?.position.commit));
  expect((consumer.subscription as { id?: string }).id).toBe(`$all::${group}`);
  await consumer.leave();
});

test.each<[string, (run: string) => Filter, (number: number) => boolean]>([
  ['stream names by prefix', (run) => streamNameFilter({ prefixes: [`${run}-odd`] }), (n) => n % 2 === 1],
  ['stream names by expression', (run) => streamNameFilter({ regex: `^${run}-(even|none)$` }), (n) => n % 2 === 0],
  ['types by prefix', (run) => eventTypeFilter({ prefixes: ['nothing', `${run}.Th`] }), (n) => n % 3 === 0],
  ['types by expression', (run) => eventTypeFilter({ regex: `^${run}\\.P` }), (n) => n % 3 !== 0],
])('a filter: %s; it outlives an update', async (_case, filter, matches) => {
  const run = randomUUID();
  await append(run, 20);
  await create(allFromStart(), filter(run));
  await server.client.updatePersistentSubscriptionToAll(group, allFromStart({ maxRetryCount: 2 }));
  const consumer = consume();
  const expected = Array.from({ length: 20 }, (_, number) => number).filter(matches);
  await consumer.has(expected.length);
  await append(run, 20);
  await consumer.has(2 * expected.length);
  expect(consumer.numbers).toEqual([...expected, ...expected]);
  await consumer.leave();
});

test('from a position, included; from the end, excluded', async () => {
  const run = randomUUID();
  const filter = streamNameFilter({ prefixes: [run] });
  await append(run, 4);
  const startFrom = await lastPosition();
  await create(allFromStart({ startFrom }), filter);
  expect((await info()).settings.startFrom).toEqual(startFrom);
  const consumer = consume();
  await consumer.has(1);
  expect(consumer.numbers).toEqual([3]);
  await consumer.leave();

  group = `group-${randomUUID()}`;
  await create(allFromStart({ startFrom: END }), filter);
  expect((await info()).settings.startFrom).toBe(END);
  const live = consume();
  await live.confirmed;
  await append(run, 1);
  await live.has(1);
  expect(live.numbers).toEqual([0]);
  await live.leave();
});

test('a checkpoint goes on over what the filter leaves out', async () => {
  const run = randomUUID();
  await create(
    allFromStart({ startFrom: END, checkPointAfter: 1, checkPointLowerBound: 1 }),
    streamNameFilter({ prefixes: [`${run}-none`] }),
  );
  await append(run, 20);
  const end = await lastPosition();
  await until(async () => ((await info()).stats.lastCheckpointedEventPosition?.commit ?? 0n) >= end.commit);
});

test('no group on $all is sent the checkpoints and parked messages of any, or writes for ever on their account', async () => {
  const run = randomUUID();
  await append(run, 12);
  const settings = allFromStart({ checkPointAfter: 1, checkPointLowerBound: 1, checkPointUpperBound: 1 });
  await create(settings);
  const consumer = consume((event, subscription) => subscription.nack('park', 'no', event));
  const isBookkeeping = (name = '') => name.startsWith('$persistentsubscription-$all');
  const others = (await collect(server.client.readAll())).filter(({ event }) => !isBookkeeping(event?.streamId));
  await until(
    async () => (await info()).stats.outstandingMessagesCount === 0 && consumer.received.length >= others.length,
  );
  // Writing ends: a whole tick goes by without any.
  await until(async () => {
    const before = await lastPosition();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    return (await lastPosition()).commit === before.commit;
  });
  expect(consumer.received.filter(({ event }) => isBookkeeping(event?.streamId))).toEqual([]);
  expect((await info()).stats.lastCheckpointedEventPosition).toBeDefined();
  await consumer.leave();
});

test('parked messages of $all are replayed', async () => {
  const run = randomUUID();
  await append(run, 4);
  await create(allFromStart(), streamNameFilter({ prefixes: [run] }));
  const consumer = consume((event, subscription) =>
    event.link ? subscription.ack(event) : subscription.nack('park', 'no', event),
  );
  await until(async () => (await info()).stats.parkedMessageCount === 4n);
  await server.client.replayParkedMessagesToAll(group, { stopAt: 3 });
  await consumer.has(7);
  expect(consumer.numbers).toEqual([0, 1, 2, 3, 0, 1, 2]);
  await consumer.leave();
});
