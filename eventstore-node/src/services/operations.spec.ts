import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { jsonEvent, persistentSubscriptionToStreamSettingsFromDefaults } from '@eventstore/db-client';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb from '@eventstore/db-client/generated/operations_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collect, numberOf, startNodeInTest, take, until, type NodeInTest } from '../../testing/node-in-test.js';
import { answerTo, clearTarget, failed, secureTarget, type CallTarget } from '../../testing/raw-calls.js';
import { scavengeEnd, scavengeOf } from '../../testing/scavenge-calls.js';
import { startSecureNode } from '../../testing/secure-node.js';

const Code = { INVALID_ARGUMENT: 3, NOT_FOUND: 5, PERMISSION_DENIED: 7 };
const { STARTED, INPROGRESS, STOPPED } = operationsPb.ScavengeResp.ScavengeResult;

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const operations = ({ address, credentials, metadata }: CallTarget) => {
  const client = new operationsGrpc.OperationsClient(address, credentials);
  const ask = (method: 'shutdown' | 'mergeIndexes' | 'resignNode' | 'restartPersistentSubscriptions') =>
    answerTo<unknown>((done) => client[method](new sharedPb.Empty(), metadata, done));
  const setPriority = (priority: number) => {
    const request = new operationsPb.SetNodePriorityReq();
    request.setPriority(priority);
    return answerTo<unknown>((done) => client.setNodePriority(request, metadata, done));
  };
  return { ask, setPriority, ...scavengeOf({ address, credentials, metadata }) };
};
const own = () => operations(clearTarget(server.node.port));
const event = (number: number, filler = '') => jsonEvent({ type: 'T', data: { number, filler } });
const range = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Some megabytes that a scavenge will look through, most of which will go. */
async function fill(name: string): Promise<void> {
  for (let number = 0; number < 40; number++)
    await server.client.appendToStream(name, event(number, 'x'.repeat(400_000)));
  await server.client.setStreamMetadata(name, { maxCount: 2 });
}

test('a scavenge tells of itself as on the server', async () => {
  const { scavengeId, scavengeResult } = await own().start({ threads: 2 });
  expect(scavengeResult).toBe(STARTED);
  expect(await scavengeEnd(server.client, scavengeId)).toMatchObject({ scavengeId, result: 'Success', spaceSaved: 0 });
  const [started] = await collect(server.client.readStream(`$scavenges-${scavengeId}`));
  expect(started?.event).toMatchObject({
    type: '$scavengeStarted',
    data: { scavengeId, nodeEndpoint: `127.0.0.1:${server.node.port}` },
  });
  const links = async () => (await collect(server.client.readStream('$scavenges', { resolveLinkTos: true }))).slice(-2);
  await until(async () => (await links()).length === 2);
  expect((await links()).map(({ event }) => event?.type)).toEqual(['$scavengeStarted', '$scavengeCompleted']);
  expect((await links())[0]?.event?.id).toBe(started?.event?.id);
});

test('one at a time: a second start is told which one is under way, and that one can be stopped', async () => {
  await fill('stopped');
  const first = await own().start();
  expect(await own().start()).toEqual({ scavengeId: first.scavengeId, scavengeResult: INPROGRESS });
  const notFound = { code: Code.NOT_FOUND, exception: 'scavenge-not-found' };
  expect(await failed(own().stop(randomUUID()))).toEqual(notFound);
  expect(await own().stop(first.scavengeId)).toEqual({ scavengeId: first.scavengeId, scavengeResult: STOPPED });
  // It has ended when that is answered.
  const told = await collect(server.client.readStream(`$scavenges-${first.scavengeId}`));
  expect(told[told.length - 1]?.event).toMatchObject({
    type: '$scavengeCompleted',
    data: { result: 'Stopped', timeTaken: expect.stringMatching(/^00:00:\d\d\.\d{7}$/) as unknown },
  });
  expect(await failed(own().stop(first.scavengeId))).toEqual(notFound);
  expect(await failed(own().stop('current'))).toEqual(notFound);
});

test('whichever is under way is stopped by the name of current', async () => {
  await fill('stopped-as-current');
  const { scavengeId } = await own().start({ threads: 1000, startFromChunk: 1000 });
  expect(await own().stop('current')).toEqual({ scavengeId, scavengeResult: STOPPED });
});

test('reads, subscriptions and appends go on meanwhile', async () => {
  const name = `alive-${randomUUID()}`;
  await fill(`filler-${name}`);
  const subscription = server.client.subscribeToStream(name);
  const delivered = take(200, subscription);
  const { scavengeId } = await own().start();
  let acknowledged = 0;
  const end = scavengeEnd(server.client, scavengeId);
  let hasEnded = false;
  void end.then(() => (hasEnded = true));
  while (!hasEnded || acknowledged < 200) {
    await server.client.appendToStream(name, event(acknowledged), {
      expectedRevision: acknowledged === 0 ? 'no_stream' : BigInt(acknowledged - 1),
    });
    acknowledged++;
    if (acknowledged % 20 === 0) expect(await collect(server.client.readStream(name))).toHaveLength(acknowledged);
  }
  expect((await end).spaceSaved).toBeGreaterThan(14_000_000);
  expect((await delivered).map(numberOf)).toEqual(range(200));
  expect((await collect(server.client.readStream(`filler-${name}`))).map(numberOf)).toEqual([38, 39]);
});

test('options that make no sense are refused', async () => {
  expect((await failed(own().start({ threads: -1 }))).code).toBe(Code.INVALID_ARGUMENT);
});

test('merging tables is nothing to do, and a priority is kept for nothing', async () => {
  await own().ask('mergeIndexes');
  await own().setPriority(7);
  const gossip = await (await fetch(`http://127.0.0.1:${server.node.port}/gossip`)).json();
  expect(gossip).toMatchObject({ members: [{ nodePriority: 7, state: 'Leader' }] });
});

test.each(['resignNode', 'restartPersistentSubscriptions'] as const)(
  '%s drops the consumers of groups',
  async (ask) => {
    const name = `group-${randomUUID()}`;
    await server.client.createPersistentSubscriptionToStream(
      name,
      'g',
      persistentSubscriptionToStreamSettingsFromDefaults(),
    );
    const consumer = server.client.subscribeToPersistentSubscriptionToStream(name, 'g');
    consumer.on('data', () => undefined);
    await once(consumer, 'confirmation');
    const dropped = once(consumer, 'error');
    await own().ask(ask);
    expect(await dropped).toMatchObject([{ type: 'persistent-subscription-dropped' }]);
    expect((await server.client.appendToStream(name, event(0))).nextExpectedRevision).toBe(0n);
  },
);

describe('over HTTP', () => {
  const ask = (path: string, method = 'POST', accept = 'application/json') =>
    fetch(`http://127.0.0.1:${server.node.port}${path}`, {
      method,
      headers: { accept, 'content-type': 'application/json' },
    });

  test('POST /admin/scavenge starts one, DELETE stops it', async () => {
    const answer = await ask('/admin/scavenge?threads=2&startFromChunk=0');
    const { scavengeId } = (await answer.json()) as { scavengeId: string };
    expect(answer.status).toBe(200);
    await scavengeEnd(server.client, scavengeId);
    await until(async () => (await ask(`/admin/scavenge/${scavengeId}`, 'DELETE')).status === 404);
    expect(await (await ask('/admin/scavenge/current', 'GET')).json()).toEqual({ scavengeId: '', scavengeLink: '' });
    expect((await ask('/admin/scavenge?threads=0')).status).toBe(400);
    expect((await ask('/admin/scavenge?startFromChunk=x')).status).toBe(400);
    expect((await ask('/admin/elsewhere')).status).toBe(404);
    expect((await ask('/admin/shutdown', 'GET')).status).toBe(405);
  });

  test('one that is under way is told, is the only one, and is stopped', async () => {
    await fill('stopped-over-http');
    const text = await (await ask('/admin/scavenge', 'POST', '*/*')).text();
    const [, scavengeId = ''] = /^ScavengeId: (.+)$/.exec(text) ?? [];
    const scavengeLink = `/admin/scavenge/${scavengeId}`;
    expect(await (await ask('/admin/scavenge/current', 'GET')).json()).toEqual({ scavengeId, scavengeLink });
    expect((await ask('/admin/scavenge')).status).toBe(400);
    const stopped = await ask('/admin/scavenge/current', 'DELETE');
    expect([stopped.status, await stopped.json()]).toEqual([200, scavengeId]);
  });

  test('what a node that is alone has little to do for', async () => {
    expect((await ask('/admin/mergeindexes')).status).toBe(200);
    expect((await ask('/admin/node/resign')).status).toBe(200);
    expect((await ask('/admin/node/priority/-3')).status).toBe(200);
    expect((await ask('/admin/node/priority/high')).status).toBe(400);
    expect(await (await ask('/gossip', 'GET')).json()).toMatchObject({ members: [{ nodePriority: -3 }] });
  });
});

test('operations take operators, over gRPC and HTTP', async () => {
  const secure = await startSecureNode();
  const [ops, nobody] = [operations(secureTarget(secure, 'ops:changeit')), operations(secureTarget(secure))];
  for (const method of ['shutdown', 'mergeIndexes', 'resignNode', 'restartPersistentSubscriptions'] as const)
    expect(await failed(nobody.ask(method))).toEqual({ code: Code.PERMISSION_DENIED, exception: 'access-denied' });
  expect((await failed(nobody.start())).code).toBe(Code.PERMISSION_DENIED);
  expect((await failed(nobody.setPriority(1))).code).toBe(Code.PERMISSION_DENIED);
  const { scavengeId, scavengeResult } = await ops.start();
  expect(scavengeResult).toBe(STARTED);
  expect((await scavengeEnd(secure.client('ops:changeit'), scavengeId)).result).toBe('Success');
  const ask = async (path: string, auth?: string) =>
    (await secure.http(path, { method: 'POST', ...(auth ? { auth } : {}) })).status;
  expect(await ask('/admin/shutdown')).toBe(401);
  expect(await ask('/admin/shutdown', 'ops:wrong')).toBe(401);
  expect(await ask('/admin/merge', 'ops:changeit')).toBe(404);
  await secure.stop();
});

test('a shutdown is answered, and then asked of the process', async () => {
  for (const how of ['grpc', 'http']) {
    const other = await startNodeInTest();
    if (how === 'grpc') await operations(clearTarget(other.node.port)).ask('shutdown');
    else
      expect(
        (
          await fetch(`http://127.0.0.1:${other.node.port}/admin/shutdown`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
          })
        ).status,
      ).toBe(200);
    await other.node.shutdownRequested;
    await other.stop();
  }
});
