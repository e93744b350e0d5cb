import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { collect, startNodeInTest, statsOf, type NodeInTest } from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.node.port}${path}`, { method });

test('it is alive', async () => {
  expect((await get('/health/live')).status).toBe(204);
});

test('it says what it is, and whom it knows: itself', async () => {
  expect(await (await get('/info')).json()).toMatchObject({ dbVersion: '23.10.8', state: 'leader' });
  const { members } = (await (await get('/gossip')).json()) as { members: object[] };
  expect(members).toMatchObject([{ state: 'Leader', isAlive: true, httpEndPointPort: server.node.port }]);
});

test('it tells how it is doing', async () => {
  const before = (await statsOf(server)).es.lastPosition;
  await server.client.appendToStream('stats', jsonEvent({ type: 'T', data: {} }));
  expect((await statsOf(server)).es.lastPosition).toBe(before + 1);
});

test('what it does not serve, it says', async () => {
  expect((await get('/nowhere')).status).toBe(404);
  expect((await get('/info', 'POST')).status).toBe(405);
});

test('a client that discovers members by gossip finds it', async () => {
  const client = EventStoreDBClient.connectionString(`esdb+discover://127.0.0.1:${server.node.port}?tls=false`);
  await expect(collect(client.readStream('missing'))).rejects.toMatchObject({ type: 'stream-not-found' });
  await client.dispose();
});
