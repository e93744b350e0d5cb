import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startNodeInTest, type NodeInTest } from '../../testing/node-in-test.js';
import { ParkedMessages } from './parked-messages.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

test('what is on its way to disk does not count as parked yet, so that a replay hands out all that counts', async () => {
  const { log } = server.node;
  const empty = { contentType: 'application/json', data: Buffer.alloc(0), metadata: Buffer.alloc(0) };
  await log.writer.append('stream', 'any', [{ id: randomUUID(), type: 'Broken', ...empty }]);
  const [event] = log.reader.backwards(log.durablePosition + 1, 1);
  const parked = new ParkedMessages(log, { streamName: 'stream', groupName: 'group' });
  const park = () => parked.park(event?.record as Buffer, 'broken', { resolvesLinks: false });
  await park();
  const parking = park();
  expect(parked.count).toBe(1);
  await parking;
  expect(parked.count).toBe(2);
  parked.replay(Infinity);
  expect(parked.next(10)).toHaveLength(2);
});
