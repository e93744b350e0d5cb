import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
// The only client that can ask for it; it and the other one can not be in one process.
import {
  jsonEvent,
  KurrentDBClient,
  PINNED_BY_CORRELATION,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
} from '@kurrent/kurrentdb-client';
import { startNode, type RunningNode } from '../node.js';
import { freePort } from '../../testing/free-port.js';
import { testOptions } from '../../testing/test-options.js';

jest.setTimeout(60_000);

let node: RunningNode;
let client: KurrentDBClient;
beforeAll(async () => {
  node = await startNode({ ...testOptions, port: await freePort() });
  client = KurrentDBClient.connectionString(`kurrentdb://127.0.0.1:${node.port}?tls=false`);
});
afterAll(async () => {
  await client.dispose();
  await node.stop();
});

const CORRELATIONS = 10;

test('pinned by correlation: what belongs together stays together, within one stream', async () => {
  const settings = persistentSubscriptionToStreamSettingsFromDefaults({
    startFrom: START,
    consumerStrategyName: PINNED_BY_CORRELATION,
  });
  await client.createPersistentSubscriptionToStream('orders', 'group', settings);
  const { settings: kept } = await client.getPersistentSubscriptionToStreamInfo('orders', 'group');
  expect(kept.consumerStrategyName).toBe(PINNED_BY_CORRELATION);
  const received: number[][] = [[], []];
  const all = new Promise<void>((resolve) => {
    for (const numbers of received) {
      const subscription = client.subscribeToPersistentSubscriptionToStream('orders', 'group');
      subscription.on('data', (event) => {
        numbers.push((event.event?.data as { number: number } | undefined)?.number ?? -1);
        void subscription.ack(event);
        if (received.flat().length === 4 * CORRELATIONS) resolve();
      });
      // They leave when the node stops.
      subscription.on('error', () => undefined);
    }
  });
  const isConnected = async () =>
    (await client.getPersistentSubscriptionToStreamInfo('orders', 'group')).connections.length === 2;
  while (!(await isConnected()));
  for (let number = 0; number < 4 * CORRELATIONS; number++) {
    const metadata = { $correlationId: `correlation-${number % CORRELATIONS}` };
    await client.appendToStream('orders', jsonEvent({ type: 'T', data: { number }, metadata }));
  }
  await all;
  const [one, other] = received.map((numbers) => new Set(numbers.map((number) => number % CORRELATIONS)));
  expect([...(one ?? [])].filter((correlation) => other?.has(correlation))).toEqual([]);
  expect((one?.size ?? 0) + (other?.size ?? 0)).toBe(CORRELATIONS);
  expect(Math.min(one?.size ?? 0, other?.size ?? 0)).toBeGreaterThan(1);
});
