import { expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { JsonText, sendJsonText } from './json-text.js';

it.each([
  ['short', 'é'],
  ['long', 'é'.repeat(100_000)],
])('a %s one is sent as it is, with the headers of any other JSON', async (_, b) => {
  const fastify = Fastify();
  sendJsonText(fastify);
  fastify.get('/text', async () => new JsonText(`{"b":"${b}","a":1}`));
  fastify.get('/object', async () => ({ b, a: 1 }));
  const [text, object] = [await fastify.inject('/text'), await fastify.inject('/object')];
  const headersOf = ({ headers }: typeof text) => ({ ...headers, date: null });
  expect(text.body).toBe(object.body);
  expect(headersOf(text)).toEqual(headersOf(object));
  await fastify.close();
});
