import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { acknowledge, ConsumerInTest, fromStart, newStream, numbered } from '../../testing/consumer-in-test.js';
import { startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
let name: string;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());
beforeEach(async () => {
  name = await newStream(server.client, 1);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const AN_HOUR_MS = 3_600_000;

/** As NTP or an administrator does it. */
function setWallClockBack(): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() - AN_HOUR_MS);
}

const info = () => server.client.getPersistentSubscriptionToStreamInfo(name, 'group');
const create = (changes: Parameters<typeof fromStart>[0]) =>
  server.client.createPersistentSubscriptionToStream(name, 'group', fromStart(changes));
const consume = (treat?: ConstructorParameters<typeof ConsumerInTest>[1]) =>
  new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToStream(name, 'group'), treat);

test('a message that nobody answers comes again after its time-out, though the wall clock was set back', async () => {
  await create({ messageTimeout: 500 });
  const consumer = consume();
  await consumer.has(1);
  setWallClockBack();
  await consumer.has(2);
  expect(consumer.received.slice(0, 2).map(({ retryCount }) => retryCount)).toEqual([0, 1]);
  await consumer.leave();
});

test('a checkpoint is written when its time has come, though the wall clock was set back', async () => {
  await create({ checkPointLowerBound: 1, checkPointAfter: 1000 });
  const consumer = consume(acknowledge);
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 0n);
  setWallClockBack();
  await server.client.appendToStream(name, numbered(1, 1));
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 1n);
  await consumer.leave();
});

test('rates and answer times are those of time that passed, though the wall clock was set back', async () => {
  await create({ extraStatistics: true });
  const answers: (() => void)[] = [];
  const consumer = consume((event, subscription) => answers.push(() => void subscription.ack(event)));
  await consumer.has(1);
  await info();
  setWallClockBack();
  await server.client.appendToStream(name, numbered(1, 99));
  await until(async () => {
    for (const answer of answers.splice(0)) answer();
    return consumer.received.length === 100;
  });
  const { stats, connections } = await info();
  expect(stats.averagePerSecond).toBeGreaterThan(0);
  expect(connections[0]?.averageItemsPerSecond).toBeGreaterThan(0);
  await until(async () => (await info()).stats.outstandingMessagesCount === 0);
  const answerTimes = [...((await info()).connections[0]?.extraStatistics?.values() ?? [])];
  expect(answerTimes).not.toHaveLength(0);
  expect(answerTimes.filter((elapsedMs) => elapsedMs < 0n)).toEqual([]);
  await consumer.leave();
});
