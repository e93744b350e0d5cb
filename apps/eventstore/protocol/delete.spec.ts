import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ANY,
  BACKWARDS,
  END,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
  type AppendExpectedRevision,
} from '@eventstore/db-client';
import { collect, startNodeInTest, type NodeInTest } from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const event = () => jsonEvent({ type: 'T', data: {} });
const append = (name: string, count = 1, expectedRevision: AppendExpectedRevision = ANY) =>
  server.client.appendToStream(name, Array.from({ length: count }, event), { expectedRevision });
const streamOf = async (count: number): Promise<string> => {
  const name = `delete-${randomUUID()}`;
  await append(name, count);
  return name;
};
const revisions = async (name: string, options = {}): Promise<number[]> =>
  (await collect(server.client.readStream(name, options))).map((read) => Number(read.event?.revision));

describe('soft delete', () => {
  test('the stream is not found', async () => {
    const name = await streamOf(5);
    await server.client.deleteStream(name);
    await expect(revisions(name)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  test.each<[AppendExpectedRevision]>([[NO_STREAM], [ANY], [4n]])(
    'an append at %p goes on at the next revision',
    async (expected) => {
      const name = await streamOf(5);
      await server.client.deleteStream(name);
      expect((await append(name, 2, expected)).nextExpectedRevision).toBe(6n);
      expect(await revisions(name)).toEqual([5, 6]);
      expect(await revisions(name, { direction: BACKWARDS, fromRevision: END })).toEqual([6, 5]);
    },
  );

  test('stream_exists finds it deleted', async () => {
    const name = await streamOf(5);
    await server.client.deleteStream(name);
    await expect(append(name, 1, STREAM_EXISTS)).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  test('a missing stream, or a wrong revision, is a conflict', async () => {
    await expect(server.client.deleteStream(`missing-${randomUUID()}`)).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    const name = await streamOf(2);
    await expect(server.client.deleteStream(name, { expectedRevision: 0n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    await expect(server.client.deleteStream(name, { expectedRevision: 1n })).resolves.toBeDefined();
  });
});

describe('tombstone', () => {
  test('nothing can be read from or written to the stream again, metadata included', async () => {
    const name = await streamOf(2);
    await server.client.tombstoneStream(name, { expectedRevision: 1n });
    const isDeleted = { type: 'stream-deleted' };
    await expect(revisions(name)).rejects.toMatchObject(isDeleted);
    await expect(append(name)).rejects.toMatchObject(isDeleted);
    await expect(server.client.getStreamMetadata(name)).rejects.toMatchObject(isDeleted);
    await expect(server.client.setStreamMetadata(name, { maxCount: 1 })).rejects.toMatchObject(isDeleted);
    await expect(server.client.tombstoneStream(name)).rejects.toMatchObject(isDeleted);
    await expect(collect(server.client.subscribeToStream(name))).rejects.toMatchObject(isDeleted);
  });

  test('a missing stream can be tombstoned, a wrong revision is a conflict', async () => {
    const missing = `missing-${randomUUID()}`;
    await server.client.tombstoneStream(missing, { expectedRevision: NO_STREAM });
    await expect(append(missing)).rejects.toMatchObject({ type: 'stream-deleted' });
    const name = await streamOf(2);
    await expect(server.client.tombstoneStream(name, { expectedRevision: 7n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
  });

  test('it ends a subscription that is live', async () => {
    const name = await streamOf(1);
    const subscription = server.client.subscribeToStream(name);
    const ended = collect(subscription);
    subscription.once('caughtUp', () => void server.client.tombstoneStream(name));
    await expect(ended).rejects.toMatchObject({ type: 'stream-deleted' });
  });
});

describe('metadata', () => {
  test('are events of their own stream, which shows the last', async () => {
    const name = await streamOf(1);
    await server.client.setStreamMetadata(name, { maxCount: 10, cacheControl: 5, acl: { readRoles: ['$admins'] } });
    await server.client.setStreamMetadata(name, { maxAge: 100, truncateBefore: 0 });
    expect((await server.client.getStreamMetadata(name)).metadata).toMatchObject({ maxAge: 100, truncateBefore: 0 });
    const [last] = await collect(server.client.readStream(`$$${name}`));
    expect(last?.event).toMatchObject({ type: '$metadata', revision: 1n });
  });

  test('a stream that was never given any has none', async () => {
    expect(await server.client.getStreamMetadata(await streamOf(1))).toEqual({ streamName: expect.any(String) });
  });

  test('$maxCount and $tb cut what reads return, both ways, at once', async () => {
    const name = await streamOf(10);
    await server.client.setStreamMetadata(name, { maxCount: 4 });
    expect(await revisions(name)).toEqual([6, 7, 8, 9]);
    await append(name);
    expect(await revisions(name, { direction: BACKWARDS, fromRevision: END })).toEqual([10, 9, 8, 7]);
    await server.client.setStreamMetadata(name, { truncateBefore: 9 });
    expect(await revisions(name)).toEqual([9, 10]);
    expect(await revisions(name, { fromRevision: 2n, maxCount: 1 })).toEqual([9]);
  });

  test('$maxAge hides what is older', async () => {
    const name = await streamOf(3);
    await server.client.setStreamMetadata(name, { maxAge: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await append(name);
    expect(await revisions(name)).toEqual([3]);
  });

  test('a stream with nothing but metadata exists for stream_exists', async () => {
    const name = `metadata-${randomUUID()}`;
    await server.client.setStreamMetadata(name, { maxCount: 3 });
    expect((await append(name, 1, STREAM_EXISTS)).nextExpectedRevision).toBe(0n);
  });
});
