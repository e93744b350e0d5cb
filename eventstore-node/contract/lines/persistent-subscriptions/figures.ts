import { BACKWARDS, END, type EventStoreDBClient } from '@eventstore/db-client';
import { checkpointsOf, leaveUnanswered, ONE_CHECKPOINT, withGroup } from '../../consuming.js';
import { line, type Chapter } from '../../contract-line.js';
import { collect, pause, until } from '../../outcomes.js';
import { numbered } from '../../streams.js';

async function lastTypeIn(client: EventStoreDBClient, name: string): Promise<string | undefined> {
  const [last] = await collect(client.readStream(name, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }));
  return last?.event?.type;
}

export const groupFigures: Chapter = {
  title: 'Persistent subscriptions: what is told, and kept',
  lines: [
    line('Who a consumer is, and what it has room for', ['who calls', '', true, 4, 3], (server) =>
      withGroup(server, { count: 3 }, async ({ client, consume, info }) => {
        const consumer = consume(leaveUnanswered, 7);
        await consumer.has(3);
        const [connection] = (await info()).connections;
        const caller = server.address.usesTls ? server.address.credentials.username : 'system';
        return [
          connection?.username === caller ? 'who calls' : connection?.username,
          connection?.from,
          connection?.connectionName === client.connectionName,
          connection?.availableSlots,
          connection?.inFlightMessages,
        ];
      }),
    ),
    line(
      'A group without consumers reads ahead until a batch has no room, and at most a hundred events at once',
      [480, 300],
      (server) =>
        withGroup(server, { count: 600 }, ({ stats }) =>
          withGroup(server, { count: 600, settings: { readBatchSize: 200 } }, async (large) => {
            await until(async () => (await stats()).readBufferCount >= 480);
            await until(async () => (await large.stats()).readBufferCount >= 300);
            await pause(300);
            return [(await stats()).readBufferCount, (await large.stats()).readBufferCount];
          }),
        ),
    ),
    line('It tells the last event it knows of: the last one read, then whatever comes', [4n, 34n], (server) =>
      withGroup(
        server,
        { count: 30, settings: { readBatchSize: 5, historyBufferSize: 10 } },
        async ({ client, name, stats }) => {
          await until(async () => (await stats()).readBufferCount === 5);
          const read = (await stats()).lastKnownEventRevision;
          await client.appendToStream(name, numbered(30, 5));
          await until(async () => (await stats()).lastKnownEventRevision === 34n);
          return [read, (await stats()).lastKnownEventRevision];
        },
      ),
    ),
    line('A checkpoint is in a stream of the group’s', [['SubscriptionCheckpoint', '4']], (server) =>
      withGroup(server, { count: 5, settings: ONE_CHECKPOINT }, async ({ client, name, consume }) => {
        await consume().has(5);
        await until(async () => (await checkpointsOf(client, name)).length > 0);
        return checkpointsOf(client, name);
      }),
    ),
    line(
      'Counts below zero are kept: an event that is to be tried again is parked, a checkpoint waits for no time',
      [-1, -1, [['SubscriptionCheckpoint', '0']]],
      (server) =>
        withGroup(
          server,
          { count: 1, settings: { maxRetryCount: -1, checkPointAfter: -1, checkPointLowerBound: 1 } },
          async ({ client, name, consume, info, parkedCount }) => {
            consume((event, subscription) => subscription.nack('retry', 'not now', event));
            await until(async () => (await parkedCount()) === 1);
            await until(async () => (await checkpointsOf(client, name)).length > 0);
            const { settings } = await info();
            return [settings.maxRetryCount, settings.checkPointAfter, await checkpointsOf(client, name)];
          },
        ),
    ),
    line('The groups are in a stream of the server’s', '$PersistentConfig', (server) =>
      withGroup(server, {}, ({ client }) => lastTypeIn(client, '$persistentSubscriptionConfig')),
    ),
  ],
};
