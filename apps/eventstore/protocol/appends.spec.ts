import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { collect, failureOf, numberOf, startNodeInTest, type NodeInTest } from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const paths = { 'batch append': {}, 'unary append': { credentials: { username: 'admin', password: 'changeit' } } };

describe.each(Object.entries(paths))('appends, by %s', (_name, path) => {
  const stream = () => `appends-${randomUUID()}`;

  test('what was written is read back: JSON, metadata, position, time', async () => {
    const name = stream();
    const before = Date.now();
    const event = jsonEvent({
      type: 'Größe',
      data: { text: 'naïve 日本語 🚀', list: [1, 2.5, null] },
      metadata: { by: 'Ünal' },
    });
    const { position } = await server.client.appendToStream(name, event, path);
    const [read] = await collect(server.client.readStream(name));
    expect(read?.event).toMatchObject({
      id: event.id,
      streamId: name,
      type: 'Größe',
      revision: 0n,
      isJson: true,
      data: event.data,
      metadata: event.metadata,
      position,
    });
    expect(read?.event?.created.getTime()).toBeGreaterThanOrEqual(before);
    expect(read?.event?.created.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test('binary events and metadata keep their bytes', async () => {
    const name = stream();
    const data = Uint8Array.from(randomBytes(1000));
    const metadata = Uint8Array.from([0, 255, 1, 254]);
    await server.client.appendToStream(name, binaryEvent({ type: 'Binary', data, metadata }), path);
    const [read] = await collect(server.client.readStream(name));
    expect(read?.event?.isJson).toBe(false);
    expect(Buffer.from(read?.event?.data as Uint8Array)).toEqual(Buffer.from(data));
    expect(Buffer.from(read?.event?.metadata as Uint8Array)).toEqual(Buffer.from(metadata));
  });

  test('900 KB pass, more than 1 MiB does not: in one event or in many', async () => {
    const name = stream();
    const of = (bytes: number) => jsonEvent({ type: 'Large', data: 'x'.repeat(bytes) });
    await server.client.appendToStream(name, of(900_000), path);
    const tooLarge = { type: 'maximum-append-size-exceeded', maxAppendSize: 1048576 };
    await expect(server.client.appendToStream(name, of(1_100_000), path)).rejects.toMatchObject(tooLarge);
    const many = Array.from({ length: 120 }, () => of(10_000));
    await expect(server.client.appendToStream(name, many, path)).rejects.toMatchObject(tooLarge);
    expect(await collect(server.client.readStream(name))).toHaveLength(1);
  });

  test.each([['a name with spaces/and slashes'], ['ümläüt-日本'], ['n'.repeat(3000)], ['$private']])(
    'a stream may be called %.40s',
    async (prefix) => {
      const name = `${prefix}${randomUUID()}`;
      await server.client.appendToStream(name, jsonEvent({ type: '$type', data: {} }), path);
      expect((await collect(server.client.readStream(name)))[0]?.event).toMatchObject({
        streamId: name,
        type: '$type',
      });
    },
  );

  test('long names that begin alike are different streams', async () => {
    const base = `${randomUUID()}${'l'.repeat(2000)}`;
    await server.client.appendToStream(`${base}1`, jsonEvent({ type: 'One', data: {} }), path);
    await server.client.appendToStream(`${base}2`, jsonEvent({ type: 'Two', data: {} }), path);
    expect((await collect(server.client.readStream(`${base}1`))).map(({ event }) => event?.type)).toEqual(['One']);
  });

  test('a stream without a name is refused', async () => {
    await expect(server.client.appendToStream('', jsonEvent({ type: 'T', data: {} }), path)).rejects.toBeDefined();
  });

  test('positions rise in the order of the answers, and each event of an append has its own', async () => {
    const name = stream();
    const events = Array.from({ length: 5 }, () => jsonEvent({ type: 'T', data: {} }));
    const { position } = await server.client.appendToStream(name, events, path);
    const positions = (await collect(server.client.readStream(name))).map(
      ({ event }) => event?.position?.commit as bigint,
    );
    expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
    expect(new Set(positions).size).toBe(5);
    expect(positions[4]).toBe(position?.commit);
  });
});

test('an append whose deadline has passed is refused', async () => {
  const error = await failureOf(
    server.client.appendToStream(`late-${randomUUID()}`, jsonEvent({ type: 'T', data: {} }), { deadline: -1000 }),
  );
  expect(error.type).toBe('deadline-exceeded');
});

test('an append in many messages is one append', async () => {
  const name = `pieces-${randomUUID()}`;
  const events = Array.from({ length: 200 }, (_, number) => jsonEvent({ type: 'Piece', data: { number } }));
  await server.client.appendToStream(name, events, { batchAppendSize: 1000 });
  const read = await collect(server.client.readStream(name));
  expect(read.map(numberOf)).toEqual(events.map((_, number) => number));
});

test('a method that is not served is said to be unimplemented', async () => {
  const error = await failureOf(server.client.createProjection('p', 'fromAll()'));
  expect(error.message).toContain('does not serve');
});
