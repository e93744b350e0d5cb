import { randomUUID } from 'node:crypto';
import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startNodeInTest, type NodeInTest } from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const paths = { 'batch append': {}, 'unary append': { credentials: { username: 'admin', password: 'changeit' } } };

// Which position the server answers then is not known; the first one's is of use.
test.each(Object.entries(paths))('a repeated append answers the position of the first, by %s', async (_name, path) => {
  const name = `repeated-${randomUUID()}`;
  const events = [1, 2].map((number) => jsonEvent({ type: 'Repeated', data: { number } }));
  const first = await server.client.appendToStream(name, events, { expectedRevision: NO_STREAM, ...path });
  await server.client.appendToStream(name, jsonEvent({ type: 'Next', data: {} }));
  const again = await server.client.appendToStream(name, events, { expectedRevision: NO_STREAM, ...path });
  expect(again).toEqual(first);
});
