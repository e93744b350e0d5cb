import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failureOf, startNodeInTest, type NodeInTest } from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

test('a method that is not served is said to be unimplemented', async () => {
  const error = await failureOf(server.client.createProjection('p', 'fromAll()'));
  expect(error.message).toContain('does not serve');
});
