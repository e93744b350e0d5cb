/** How the console's files leave the API: without a key, with a policy that lets nothing else in, each as long as it holds. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ApiWithoutStores, apiWithoutStores } from '../http/testing/api-without-stores.js';

let api: ApiWithoutStores;
beforeAll(async () => void (api = await apiWithoutStores()));
afterAll(() => api.close());

const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
  api.app.inject({ method, url, headers });

it.each([
  '/console',
  '/console/',
  '/console/accounts/team-1?revision=7',
  '/console/accounts/a.b/replay',
  '/console/index.html',
])('the page of %s is the one that there is, and is asked for anew each time', async (url) => {
  const { statusCode, headers, body } = await ask(url);
  expect({ statusCode, body }).toEqual({ statusCode: 200, body: '<!doctype html><title>Console</title>' });
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-cache');
});

it('every answer lets scripts, styles and data of this origin in, and nothing else', async () => {
  for (const url of ['/console', '/console/any/page', '/console/assets/index-Ab1_.js', '/console/assets/gone.js']) {
    const { headers } = await ask(url);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

it('what has the hash of its bytes in its name is kept for ever, compressed where that is understood', async () => {
  const plain = await ask('/console/assets/index-Ab1_.js');
  expect([plain.statusCode, plain.body]).toEqual([200, 'export const page = 1;']);
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const compressed = await ask('/console/assets/index-Ab1_.js', { 'accept-encoding': 'gzip' });
  expect(compressed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'cache-control': plain.headers['cache-control'],
  });
  expect(compressed.headers['content-type']).toMatch(/^(text|application)\/javascript/);
});

it.each([
  ['GET', '/console/assets/gone.js'],
  ['POST', '/console/accounts'],
  ['GET', '/consoles'],
  ['GET', '/elsewhere'],
] as const)('%s %s is a problem, and not a page', async (method, url) => {
  const { statusCode, headers, json } = await ask(url, {}, method);
  expect(statusCode).toBe(404);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(json()).toMatchObject({ code: 'not-found', instance: url });
});

it.each([
  '/console/../package.json',
  '/console/%2e%2e/%2e%2e/package.json',
  '/console/.vite/manifest.json',
  '/console/..%2f..%2fpackage.json',
])('%s shows no file that is not of the console', async (url) => {
  const { body } = await ask(url);
  expect(body).toMatch(/^<!doctype html>|"status":40[34]/);
});
