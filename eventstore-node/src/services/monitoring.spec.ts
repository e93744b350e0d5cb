import { jsonEvent } from '@eventstore/db-client';
import monitoringGrpc from '@eventstore/db-client/generated/monitoring_grpc_pb.js';
import monitoringPb, { type StatsResp } from '@eventstore/db-client/generated/monitoring_pb.js';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startNodeInTest, type NodeInTest } from '../../testing/node-in-test.js';
import { messagesOf } from '../../testing/raw-calls.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const stats = async (count: number, periodMs: number): Promise<Map<string, string>[]> => {
  const client = new monitoringGrpc.MonitoringClient(`127.0.0.1:${server.node.port}`, credentials.createInsecure());
  const request = new monitoringPb.StatsReq();
  request.setRefreshTimePeriodInMs(String(periodMs));
  const told = await messagesOf<StatsResp>(client.stats(request), count);
  client.close();
  return told.map((each) => new Map(each.getStatsMap().toObject()));
};

test('measured values under the server names, again after each period', async () => {
  const startedAt = performance.now();
  const [first, , third] = await stats(3, 100);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199);
  expect(Number(first?.get('proc-id'))).toBe(process.pid);
  expect(Number(first?.get('proc-mem'))).toBeGreaterThan(10_000_000);
  expect(Number(third?.get('proc-cpu'))).toBeGreaterThanOrEqual(0);
  expect(new Date(first?.get('proc-startTime') ?? '').getTime()).toBeLessThanOrEqual(Date.now());
  for (const name of ['sys-freeMem', 'sys-totalMem', 'sys-loadavg-1m'])
    expect(Number.isFinite(Number(first?.get(name)))).toBe(true);
});

test('they are of now', async () => {
  const [before] = await stats(1, 1000);
  await server.client.appendToStream('stats', jsonEvent({ type: 'T', data: {} }));
  const [after] = await stats(1, 1000);
  expect(Number(after?.get('es-lastPosition'))).toBe(Number(before?.get('es-lastPosition')) + 1);
});

test('a node stops while it is told', async () => {
  const other = await startNodeInTest();
  const client = new monitoringGrpc.MonitoringClient(`127.0.0.1:${other.node.port}`, credentials.createInsecure());
  const request = new monitoringPb.StatsReq();
  request.setRefreshTimePeriodInMs('600000');
  const stream = client.stats(request);
  stream.on('error', () => undefined);
  await new Promise((resolve) => stream.once('data', resolve));
  await other.stop();
  client.close();
});
