import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { jsonEvent } from '@eventstore/db-client';
import {
  collect,
  failureOf,
  numberOf,
  startNodeInTest,
  take,
  until,
  type NodeInTest,
} from '../../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest({ faults: true });
});
afterEach(() => ask({}));
afterAll(() => server.stop());

const faultsUrl = () => `http://127.0.0.1:${server.node.port}/faults`;
const ask = (request: object) => fetch(faultsUrl(), { method: 'PUT', body: JSON.stringify(request) });
const asked = async () => (await (await fetch(faultsUrl())).json()) as { append: { left: number } };
const append = (name: string) => server.client.appendToStream(name, jsonEvent({ type: 'T', data: {} }));
const stored = (name: string) => collect(server.client.readStream(name));
const isStored = (name: string) =>
  stored(name).then(
    () => true,
    () => false,
  );
const stream = () => `faults-${randomUUID()}`;

test('refused: an error, nothing stored, as often as asked for', async () => {
  const name = stream();
  await ask({ append: 'refuse', count: 2 });
  await expect(append(name)).rejects.toThrow('Refused on request');
  await expect(append(name)).rejects.toThrow('Refused on request');
  expect((await append(name)).nextExpectedRevision).toBe(0n);
});

test('cut after apply: an error, and the event is stored', async () => {
  const name = stream();
  await ask({ append: 'cut-after-apply', count: 1 });
  expect((await failureOf(append(name))).type).toMatch(/unavailable|cancelled|unknown/);
  await until(() => isStored(name));
  expect(await stored(name)).toHaveLength(1);
});

test('silent: no answer; nothing stored, or all of it', async () => {
  const [nothing, all] = [stream(), stream()];
  let answers = 0;
  await ask({ append: 'silent', count: 1 });
  void append(nothing).then(
    () => answers++,
    () => undefined,
  );
  await until(async () => (await asked()).append.left === 0);
  await ask({ append: 'silent-after-apply', count: 1 });
  void append(all).then(
    () => answers++,
    () => undefined,
  );
  await until(() => isStored(all));
  await append(stream());
  expect(await isStored(nothing)).toBe(false);
  expect(answers).toBe(0);
});

test('slow: it takes as long as asked for', async () => {
  await ask({ append: 'slow:200', count: 1 });
  const startedAt = Date.now();
  await append(stream());
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(199);
});

test.each([
  ['batch append', {}],
  ['unary append', { credentials: { username: 'admin', password: 'changeit' } }],
])('slow beyond the deadline: nothing is stored (%s)', async (_path, options) => {
  const name = stream();
  await ask({ append: 'slow:400', count: 1 });
  const late = server.client.appendToStream(name, jsonEvent({ type: 'T', data: {} }), { deadline: 200, ...options });
  expect((await failureOf(late)).type).toBe('deadline-exceeded');
  await ask({ append: 'slow:400', count: 1 });
  await append(stream());
  expect(await isStored(name)).toBe(false);
});

test('subscriptions: delivered twice, out of order, ended without an error', async () => {
  const name = stream();
  // Appended together: a page has what the tables know, or what they do not know yet, and a fault of one page is of all three.
  const events = [0, 1, 2].map((number) => jsonEvent({ type: 'T', data: { number } }));
  await server.client.appendToStream(name, events);
  const numbers = async (count: number) => (await take(count, server.client.subscribeToStream(name))).map(numberOf);
  await ask({ subscription: 'duplicate', count: 1 });
  expect(await numbers(6)).toEqual([0, 0, 1, 1, 2, 2]);
  await ask({ subscription: 'reorder', count: 1 });
  expect(await numbers(3)).toEqual([2, 1, 0]);
  const subscription = server.client.subscribeToStream(name);
  const all = collect(subscription);
  await new Promise((resolve) => subscription.once('caughtUp', resolve));
  await ask({ subscription: 'end' });
  expect(await all).toHaveLength(3);
});

test('a fault that does not exist is refused; without --faults there is nothing to ask', async () => {
  expect((await ask({ append: 'explode' })).status).toBe(400);
  const proper = await startNodeInTest();
  expect((await fetch(`http://127.0.0.1:${proper.node.port}/faults`)).status).toBe(404);
  await proper.stop();
});
