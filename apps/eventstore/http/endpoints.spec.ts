import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonEvent } from '@eventstore/db-client';
import { startNodeInTest, statsOf, type NodeInTest } from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.node.port}${path}`, { method });

test('it tells how it is doing', async () => {
  const before = (await statsOf(server)).es.lastPosition;
  await server.client.appendToStream('stats', jsonEvent({ type: 'T', data: {} }));
  expect((await statsOf(server)).es.lastPosition).toBe(before + 1);
});

test('what can only be read, it says', async () => {
  expect((await get('/info', 'POST')).status).toBe(405);
});
