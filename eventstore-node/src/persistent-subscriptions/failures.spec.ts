import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { LogFiles } from '../storage/log-files.js';
import { acknowledge, ConsumerInTest, fromStart, newStream, numbered } from '../../testing/consumer-in-test.js';
import { collect, failureOf, startNodeInTest, until, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
let name: string;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());
beforeEach(async () => {
  name = await newStream(server.client, 3);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const info = () => server.client.getPersistentSubscriptionToStreamInfo(name, 'group');
const create = (changes?: Parameters<typeof fromStart>[0]) =>
  server.client.createPersistentSubscriptionToStream(name, 'group', fromStart(changes));
const consume = (treat: ConstructorParameters<typeof ConsumerInTest>[1]) =>
  new ConsumerInTest(server.client.subscribeToPersistentSubscriptionToStream(name, 'group'), treat);

/** From now on nothing is written to streams of that kind, as on a full disk. Tells how often it was tried. */
function fillDisk(isMeant: (streamName: string) => boolean) {
  const { writer } = server.node.log;
  const append = writer.append.bind(writer);
  let tries = 0;
  jest.spyOn(writer, 'append').mockImplementation((streamName, ...rest) => {
    if (!isMeant(streamName)) return append(streamName, ...rest);
    tries++;
    return Promise.reject(new Error('no space left on device'));
  });
  return () => tries;
}

test('what can not be stored is not done: no group is created, changed or deleted', async () => {
  await create({ maxRetryCount: 1 });
  fillDisk((streamName) => streamName === '$persistentSubscriptionConfig');
  const unavailable = { type: 'unavailable', message: expect.stringContaining('no space left') };
  const other = server.client.createPersistentSubscriptionToStream(name, 'other', fromStart());
  expect(await failureOf(other)).toMatchObject(unavailable);
  const update = server.client.updatePersistentSubscriptionToStream(name, 'group', fromStart({ maxRetryCount: 2 }));
  expect(await failureOf(update)).toMatchObject(unavailable);
  expect(await failureOf(server.client.deletePersistentSubscriptionToStream(name, 'group'))).toMatchObject(unavailable);
  jest.restoreAllMocks();
  const listed = await server.client.listPersistentSubscriptionsToStream(name);
  expect(listed.map(({ groupName, settings }) => [groupName, settings.maxRetryCount])).toEqual([['group', 1]]);
});

test('what can not be parked comes again, and is parked when it can be', async () => {
  await create();
  const tries = fillDisk((streamName) => streamName.endsWith('-parked'));
  const consumer = consume((event, subscription) => subscription.nack('park', 'broken', event));
  await consumer.has(9);
  expect((await info()).stats.parkedMessageCount).toBe(0n);
  // Once a second, not as often as the consumer refuses them.
  expect(tries()).toBeLessThan(16);
  jest.restoreAllMocks();
  await until(async () => (await info()).stats.parkedMessageCount === 3n);
  const parked = await collect(server.client.readStream(`$persistentsubscription-${name}::group-parked`));
  expect(parked).toHaveLength(3);
  await consumer.leave();
});

test('a checkpoint that can not be written is tried again each second, not with each acknowledgement', async () => {
  await create({ checkPointLowerBound: 1, checkPointUpperBound: 1, checkPointAfter: 1 });
  const tries = fillDisk((streamName) => streamName.endsWith('-checkpoint'));
  const consumer = consume(acknowledge);
  await server.client.appendToStream(name, numbered(3, 60));
  await consumer.has(63);
  await until(async () => tries() >= 2);
  expect(tries()).toBeLessThan(6);
  jest.restoreAllMocks();
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 62n);
  await consumer.leave();
});

test('an event that is gone when it is to be tried again counts as settled', async () => {
  await create({ checkPointLowerBound: 1, checkPointUpperBound: 1 });
  const { reader } = server.node.log;
  const forwards = reader.forwards.bind(reader);
  const consumer = consume((event, subscription) => {
    if (event.event?.revision !== 0n) return subscription.ack(event);
    const gone = Number(event.event.position?.commit);
    jest
      .spyOn(reader, 'forwards')
      .mockImplementation((start, limit) => forwards(start === gone ? gone + 1 : start, limit));
    return subscription.nack('retry', 'again', event);
  });
  await until(async () => (await info()).stats.lastCheckpointedEventRevision === 2n);
  expect(consumer.numbers).toEqual([0, 1, 2]);
  expect((await info()).stats).toMatchObject({ outstandingMessagesCount: 0, retryBufferCount: 0 });
  await consumer.leave();
});

test('a group goes on when reading failed for a while', async () => {
  await create();
  const { reader } = server.node.log;
  jest.spyOn(reader, 'streamForwards').mockImplementation(() => {
    throw new Error('the disk does not answer');
  });
  await server.client.appendToStream(name, numbered(3, 2));
  const consumer = consume(acknowledge);
  await consumer.confirmed;
  await new Promise((resolve) => setTimeout(resolve, 100));
  jest.restoreAllMocks();
  await consumer.has(5);
  expect(consumer.numbers).toEqual([0, 1, 2, 3, 4]);
  await consumer.leave();
});

/** Each commit takes so long. */
function slowDisk(delayMs: number): void {
  const { segments } = (server.node.log as unknown as { files: LogFiles }).files;
  const append = segments.append.bind(segments);
  jest.spyOn(segments, 'append').mockImplementation(async (records) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return append(records);
  });
}

test('replays while messages are on their way to be parked miss none', async () => {
  await server.client.appendToStream(name, numbered(3, 37));
  await create();
  slowDisk(10);
  const back = new Set<bigint>();
  const consumer = consume((event, subscription) => {
    if (event.link) back.add(event.event?.revision as bigint);
    return event.link ? subscription.ack(event) : subscription.nack('park', 'broken', event);
  });
  await until(async () => {
    await server.client.replayParkedMessagesToStream(name, 'group');
    return back.size === 40;
  });
  await consumer.leave();
});

test('an event that can not be read ends the call that meets it; those sent before it are not sent twice', async () => {
  await create();
  const first = consume(() => undefined);
  await first.has(3);
  const { reader } = server.node.log;
  const forwards = reader.forwards.bind(reader);
  const unreadable = Number(first.received[2]?.event?.position?.commit);
  jest.spyOn(reader, 'forwards').mockImplementation((start, limit) => {
    if (start === unreadable) throw new Error('the disk does not answer');
    return forwards(start, limit);
  });
  await first.leave();
  await until(async () => (await info()).stats.retryBufferCount === 3);
  expect((await consume(() => undefined).failure()).message).toContain('the disk does not answer');
  await until(async () => (await info()).connections.length === 0);
  jest.restoreAllMocks();
  const next = consume(acknowledge);
  await next.has(3);
  await until(async () => (await info()).stats.outstandingMessagesCount === 0);
  expect(next.numbers).toEqual([0, 1, 2]);
  await next.leave();
});
