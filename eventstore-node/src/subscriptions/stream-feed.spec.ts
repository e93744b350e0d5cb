import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { decodeRecordedEvent } from '../storage/recorded-event.js';
import { startNodeInTest } from '../../testing/node-in-test.js';
import { StreamFeed } from './stream-feed.js';

const NOTHING = Buffer.alloc(0);
const event = (type: string) => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: NOTHING,
  metadata: NOTHING,
});
const typesOf = (feed: StreamFeed) => feed.next().events.map(({ record }) => decodeRecordedEvent(record).type);

test('what is on its way to disk when a subscriber from the end comes is still told, and ends nothing before', async () => {
  const { node, stop } = await startNodeInTest();
  const { log } = node;
  await log.writer.append('stream', 'any', [event('Stored')]);
  const underWay = log.writer.append('stream', 'any', [event('UnderWay')]);
  const tombstone = log.writer.tombstone('stream', 'any');
  const feed = new StreamFeed(log, 'stream', 'end');
  expect(typesOf(feed)).toEqual([]);
  await Promise.all([underWay, tombstone]);
  expect(typesOf(feed)).toEqual(['UnderWay', '$streamDeleted']);
  expect(() => feed.next()).toThrow("Event stream 'stream' is deleted.");
  await stop();
});
