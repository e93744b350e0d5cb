import type { EventStoreDBClient } from '@eventstore/db-client';
import { Client, credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { collect, failureOf, startNodeInTest, type NodeInTest } from '../../testing/node-in-test.js';
import { answerTo } from '../../testing/raw-calls.js';

const UNIMPLEMENTED = 12;

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const calls: Record<string, (client: EventStoreDBClient) => Promise<unknown>> = {
  create: (client) => client.createProjection('p', 'fromAll()'),
  update: (client) => client.updateProjection('p', 'fromAll()'),
  delete: (client) => client.deleteProjection('p'),
  enable: (client) => client.enableProjection('p'),
  disable: (client) => client.disableProjection('p'),
  reset: (client) => client.resetProjection('p'),
  state: (client) => client.getProjectionState('p'),
  result: (client) => client.getProjectionResult('p'),
  status: (client) => client.getProjectionStatus('p'),
  list: (client) => client.listProjections(),
  restart: (client) => client.restartSubsystem(),
};

test.each(Object.entries(calls))('projections: %s says that there are none, and where there are', async (_, call) => {
  const error = await failureOf(call(server.client));
  expect(error).toMatchObject({ type: 'unknown', code: UNIMPLEMENTED });
  expect(error.message).toMatch(/has no projections\. Run an EventStoreDB server/);
});

test('the client goes on after that', async () => {
  await failureOf(server.client.enableProjection('p'));
  await expect(collect(server.client.readStream('missing'))).rejects.toMatchObject({ type: 'stream-not-found' });
});

test('any other method is named', async () => {
  const client = new Client(`127.0.0.1:${server.node.port}`, credentials.createInsecure());
  const asIs = (bytes: Buffer) => bytes;
  const call = answerTo<Buffer>((callback) =>
    client.makeUnaryRequest('/event_store.client.redaction.Redaction/Any', asIs, asIs, Buffer.alloc(0), callback),
  );
  expect(await failureOf(call)).toMatchObject({ code: UNIMPLEMENTED });
  expect((await failureOf(call)).message).toContain('does not serve /event_store.client.redaction.Redaction/Any');
  client.close();
});

test('over HTTP', async () => {
  for (const path of ['/projections', '/projections/any', '/projections/transient?name=p']) {
    const answer = await fetch(`http://127.0.0.1:${server.node.port}${path}`, { method: 'POST' });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ error: 'no-projections' });
  }
});
