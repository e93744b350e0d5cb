import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { binaryEvent, type EventStoreDBClient } from '@eventstore/db-client';
import { Users } from '../access/users.js';
import { acknowledge, ConsumerInTest, fromStart, newStream } from '../../testing/consumer-in-test.js';
import { failureOf } from '../../testing/node-in-test.js';
import { startSecureNode, type SecureNode } from '../../testing/secure-node.js';

let server: SecureNode;
let admin: EventStoreDBClient;
let operator: EventStoreDBClient;
let ann: EventStoreDBClient;
let nobody: EventStoreDBClient;
beforeAll(async () => {
  server = await startSecureNode();
  await new Users(server.node.log).create({ loginName: 'ann', fullName: 'Ann', groups: [], password: 'pw' });
  admin = server.client('admin:changeit');
  operator = server.client('ops:changeit');
  ann = server.client('ann:pw');
  nobody = server.client();
});
afterAll(() => server.stop());

const denied = { type: 'access-denied' };
const consume = (client: EventStoreDBClient, name: string) =>
  new ConsumerInTest(client.subscribeToPersistentSubscriptionToStream(name, 'group'), acknowledge);

test('operators manage groups, others do not', async () => {
  const name = await newStream(admin, 1);
  for (const client of [ann, nobody]) {
    expect(await failureOf(client.createPersistentSubscriptionToStream(name, 'group', fromStart()))).toMatchObject(
      denied,
    );
    expect(await failureOf(client.restartPersistentSubscriptionSubsystem())).toMatchObject(denied);
  }
  await operator.createPersistentSubscriptionToStream(name, 'group', fromStart());
  await operator.updatePersistentSubscriptionToStream(name, 'group', fromStart());
  expect(await failureOf(ann.deletePersistentSubscriptionToStream(name, 'group'))).toMatchObject(denied);
  expect(await failureOf(ann.replayParkedMessagesToStream(name, 'group'))).toMatchObject(denied);
  await operator.deletePersistentSubscriptionToStream(name, 'group');
});

test('users look at groups and consume what they may read, under their names', async () => {
  const name = await newStream(admin, 3);
  await admin.createPersistentSubscriptionToStream(name, 'group', fromStart());
  const consumer = consume(ann, name);
  await consumer.has(3);
  const { connections } = await ann.getPersistentSubscriptionToStreamInfo(name, 'group');
  expect(connections).toMatchObject([{ username: 'ann' }]);
  await consumer.leave();
  expect(await failureOf(nobody.getPersistentSubscriptionToStreamInfo(name, 'group'))).toMatchObject(denied);
  expect(await consume(nobody, name).failure()).toMatchObject(denied);
});

test('what they may not read they do not consume, not by a link either', async () => {
  const secret = await newStream(admin, 1);
  await admin.setStreamMetadata(secret, { acl: { readRoles: ['$admins'] } });
  await admin.createPersistentSubscriptionToStream(secret, 'group', fromStart());
  expect(await consume(ann, secret).failure()).toMatchObject(denied);
  const links = await newStream(admin, 0);
  await admin.appendToStream(links, binaryEvent({ type: '$>', data: Buffer.from(`0@${secret}`) }));
  await admin.createPersistentSubscriptionToStream(links, 'group', fromStart({ resolveLinkTos: true }));
  const consumer = consume(ann, links);
  await consumer.has(1);
  expect(consumer.received[0]?.event).toBeUndefined();
  expect(consumer.received[0]?.link).toMatchObject({ streamId: links });
  await consumer.leave();
});
