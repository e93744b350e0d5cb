import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonEvent } from '@eventstore/db-client';
import { Users } from '../access/users.js';
import { startNodeInTest, statsOf, type NodeInTest } from '../../testing/node-in-test.js';
import { startSecureNode } from '../../testing/secure-node.js';

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

test('a part of the statistics, and all of them in one piece', async () => {
  expect(await (await get('/stats/sys/loadavg')).json()).toMatchObject({ '1m': expect.any(Number) as unknown });
  expect((await get('/stats/proc/id')).status).toBe(404);
  expect((await get('/stats/nothing/of/the/kind')).status).toBe(404);
  expect(await (await get('/stats?group=false')).json()).toMatchObject({ 'proc-id': process.pid });
  expect((await get('/stats/proc?group=false')).status).toBe(400);
});

test('/ping answers without credentials', async () => {
  expect(await (await get('/ping')).json()).toEqual({ text: 'Ping request successfully handled' });
});

test('what can only be read, it says; what there is not, too', async () => {
  for (const path of ['/info', '/ping', '/health/live', '/stats/proc', '/gossip'])
    expect((await get(path, 'POST')).status).toBe(405);
  expect((await get('/health/live', 'HEAD')).status).toBe(204);
  expect((await get('/info', 'HEAD')).status).toBe(405);
  expect((await get('/health/ready')).status).toBe(404);
});

test('who may not is asked for credentials, and who has wrong ones everywhere', async () => {
  const secure = await startSecureNode();
  const status = async (path: string, auth?: string) => (await secure.http(path, auth ? { auth } : {})).status;
  const users = new Users(secure.node.log);
  await users.create({ loginName: 'ann', fullName: 'Ann', groups: [], password: 'pw' });
  expect(await status('/admin/scavenge/current')).toBe(401);
  expect(await status('/admin/scavenge/current', 'ann:pw')).toBe(401);
  expect(await status('/admin/scavenge/current', 'ops:changeit')).toBe(200);
  for (const path of ['/info', '/ping', '/nowhere']) expect(await status(path, 'ann:no')).toBe(401);
  expect(await status('/health/live', 'ann:no')).toBe(204);
  expect(await status('/nowhere')).toBe(404);
  await secure.stop();
});
