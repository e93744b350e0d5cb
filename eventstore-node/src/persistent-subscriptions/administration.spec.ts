import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  END,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type PersistentSubscriptionToStreamSettings,
} from '@eventstore/db-client';
import {
  acknowledge,
  allFromStart,
  ConsumerInTest,
  fromStart,
  newStream,
  numbered,
} from '../../testing/consumer-in-test.js';
import { collect, failureOf, startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

let name: string;
beforeEach(async () => {
  name = await newStream(server.client, 5);
});
const create = (changes?: Parameters<typeof fromStart>[0], group = 'group') =>
  server.client.createPersistentSubscriptionToStream(name, group, fromStart(changes));
const update = (settings: PersistentSubscriptionToStreamSettings) =>
  server.client.updatePersistentSubscriptionToStream(name, 'group', settings);
const info = () => server.client.getPersistentSubscriptionToStreamInfo(name, 'group');
const consume = (treat?: ConstructorParameters<typeof ConsumerInTest>[1]) =>
  new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToStream(name, 'group'), treat);

/** Each setting different from its default. */
const UNUSUAL: PersistentSubscriptionToStreamSettings = {
  startFrom: 3n,
  resolveLinkTos: true,
  extraStatistics: true,
  messageTimeout: 7001,
  maxRetryCount: 3,
  checkPointAfter: 3001,
  checkPointLowerBound: 4,
  checkPointUpperBound: 40,
  maxSubscriberCount: 5,
  liveBufferSize: 60,
  readBatchSize: 7,
  historyBufferSize: 80,
  consumerStrategyName: 'Pinned',
};

test('all settings are kept and told', async () => {
  await create(UNUSUAL);
  expect((await info()).settings).toEqual(UNUSUAL);
  const others = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: END });
  await update(others);
  expect((await info()).settings).toEqual(others);
  expect(await info()).toMatchObject({ eventSource: name, groupName: 'group', connections: [] });
});

test('a group that exists can not be created, one that does not exist can not be used', async () => {
  await create();
  const missing = { type: 'persistent-subscription-does-not-exist', streamName: name, groupName: 'other' };
  const { client } = server;
  expect(await failureOf(create())).toMatchObject({
    type: 'persistent-subscription-exists',
    code: 6,
    streamName: name,
    groupName: 'group',
  });
  expect(await failureOf(client.updatePersistentSubscriptionToStream(name, 'other', fromStart()))).toMatchObject(
    missing,
  );
  expect(await failureOf(client.deletePersistentSubscriptionToStream(name, 'other'))).toMatchObject(missing);
  expect(await failureOf(client.getPersistentSubscriptionToStreamInfo(name, 'other'))).toMatchObject(missing);
  expect(await failureOf(client.replayParkedMessagesToStream(name, 'other'))).toMatchObject(missing);
  const consumer = new ConsumerInTest(client.subscribeToPersistentSubscriptionToStream(name, 'other'));
  expect(await consumer.failure()).toMatchObject(missing);
});

test.each<[string, Parameters<typeof fromStart>[0], string]>([
  ['a batch as large as the buffer', { readBatchSize: 20, historyBufferSize: 20 }, 'ReadBatchSize'],
  ['a negative size', { liveBufferSize: -1 }, 'liveBufferSize'],
])('%s is refused, on creation and on update', async (_case, changes, reason) => {
  const failure = { type: 'persistent-subscription-failed', code: 13, reason: expect.stringContaining(reason) };
  expect(await failureOf(create(changes))).toMatchObject(failure);
  await create();
  expect(await failureOf(update(fromStart(changes)))).toMatchObject(failure);
});

test('a start in $all beyond its end is refused; so is $all as a stream, and a stream without a name', async () => {
  const failure = { type: 'persistent-subscription-failed' };
  const far = { commit: 1_000_000_000n, prepare: 1_000_000_000n };
  const { client } = server;
  expect(
    await failureOf(client.createPersistentSubscriptionToAll(`far-${randomUUID()}`, allFromStart({ startFrom: far }))),
  ).toMatchObject(failure);
  expect(await failureOf(client.createPersistentSubscriptionToStream('', 'group', fromStart()))).toMatchObject(failure);
  expect(await failureOf(client.deletePersistentSubscriptionToStream('', 'group'))).toMatchObject(failure);
  const unexplained = { type: 'unknown' };
  expect(await failureOf(client.createPersistentSubscriptionToStream('$all', 'group', fromStart()))).toMatchObject(
    unexplained,
  );
  expect(await failureOf(client.deletePersistentSubscriptionToStream('$all', 'group'))).toMatchObject(unexplained);
});

test('no more consumers than the group allows', async () => {
  await create({ maxSubscriberCount: 1 });
  const first = consume();
  await first.confirmed;
  const second = consume();
  expect(await second.failure()).toMatchObject({
    type: 'maximum-subscribers-reached',
    code: 9,
    streamName: name,
    groupName: 'group',
  });
  await first.leave();
  await until(async () => (await info()).connections.length === 0);
  const third = consume();
  await third.has(5);
  await third.leave();
});

describe('consumers are dropped', () => {
  test.each<[string, () => Promise<void>]>([
    ['by a deletion', () => server.client.deletePersistentSubscriptionToStream(name, 'group')],
    ['by an update', () => update(fromStart({ maxRetryCount: 1 }))],
    ['by a restart of the subsystem', () => server.client.restartPersistentSubscriptionSubsystem()],
  ])('%s', async (_case, act) => {
    await create();
    const consumer = consume(acknowledge);
    await consumer.has(5);
    await act();
    expect(await consumer.failure()).toMatchObject({
      type: 'persistent-subscription-dropped',
      code: 1,
      streamName: name,
      groupName: 'group',
    });
  });
});

test('an update goes on at the checkpoint, with the new settings', async () => {
  await create({ checkPointLowerBound: 1, checkPointUpperBound: 1 });
  const before = consume(acknowledge);
  await before.has(5);
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 4n);
  await update(fromStart({ consumerStrategyName: 'DispatchToSingle' }));
  await server.client.appendToStream(name, numbered(5, 2));
  const after = consume(acknowledge);
  await after.has(2);
  expect(after.numbers).toEqual([5, 6]);
  expect((await info()).settings.consumerStrategyName).toBe('DispatchToSingle');
  await after.leave();
});

test('a group that is created again begins anew', async () => {
  await create({ checkPointLowerBound: 1, checkPointUpperBound: 1 });
  const before = consume((event, subscription) =>
    event.event?.revision === 0n ? subscription.nack('park', 'no', event) : subscription.ack(event),
  );
  await before.has(5);
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 4n);
  await server.client.deletePersistentSubscriptionToStream(name, 'group');
  await create({ checkPointLowerBound: 5, checkPointUpperBound: 5 });
  expect((await info()).stats).toMatchObject({ parkedMessageCount: 0n, lastCheckpointedEventRevision: undefined });
  const after = consume(acknowledge);
  await after.has(5);
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 4n);
  // What the deleted group left is not seen again with the first checkpoint of the new one.
  const checkpoints = await collect(server.client.readStream(`$persistentsubscription-${name}::group-checkpoint`));
  expect(checkpoints).toHaveLength(1);
  await after.leave();
});

test('groups are listed: of a stream, of $all, all of them', async () => {
  await create({}, 'one');
  await create({}, 'two');
  const ofAll = `all-${randomUUID()}`;
  await server.client.createPersistentSubscriptionToAll(ofAll, allFromStart());
  const namesOf = (groups: readonly { eventSource: string; groupName: string }[]) =>
    groups.map(({ eventSource, groupName }) => [eventSource, groupName]);
  expect(namesOf(await server.client.listPersistentSubscriptionsToStream(name))).toEqual([
    [name, 'one'],
    [name, 'two'],
  ]);
  expect(namesOf(await server.client.listPersistentSubscriptionsToAll())).toContainEqual(['$all', ofAll]);
  const all = namesOf(await server.client.listAllPersistentSubscriptions());
  expect(all).toEqual(
    expect.arrayContaining([
      ['$all', ofAll],
      [name, 'one'],
      [name, 'two'],
    ]),
  );
  await server.client.deletePersistentSubscriptionToAll(ofAll);
});

test('a stream that never had groups is an error, one that has no more lists none', async () => {
  expect(await failureOf(server.client.listPersistentSubscriptionsToStream(name))).toMatchObject({
    type: 'persistent-subscription-does-not-exist',
    streamName: name,
    groupName: '',
  });
  await create();
  await server.client.deletePersistentSubscriptionToStream(name, 'group');
  expect(await server.client.listPersistentSubscriptionsToStream(name)).toEqual([]);
});

test('what consumers do is told: totals, rates, times', async () => {
  await create({ extraStatistics: true });
  const consumer = consume(acknowledge);
  await consumer.has(5);
  await until(async () => (await info()).stats.totalInFlightMessages === 0);
  const { connections, stats, status } = await info();
  expect(status).toBe('Live');
  expect(stats).toMatchObject({ totalItems: 5n, lastKnownEventRevision: 4n, retryBufferCount: 0 });
  expect(connections).toMatchObject([
    { totalItems: 5n, availableSlots: 10, username: 'system', connectionName: server.client.connectionName },
  ]);
  const measured = [...(connections[0]?.extraStatistics?.keys() ?? [])];
  expect(measured).toEqual(expect.arrayContaining(['mean', 'median', 'fastest', 'quintile 1', '99.9%', 'highest']));
  await consumer.leave();
});

test('many changes at once: each is done, none is lost', async () => {
  const groups = Array.from({ length: 20 }, (_, number) => `group-${number}`);
  await Promise.all(groups.map((group) => create({}, group)));
  await Promise.all(groups.slice(10).map((group) => server.client.deletePersistentSubscriptionToStream(name, group)));
  await server.client.restartPersistentSubscriptionSubsystem();
  const listed = await server.client.listPersistentSubscriptionsToStream(name);
  expect(listed.map(({ groupName }) => groupName)).toEqual(groups.slice(0, 10));
});
