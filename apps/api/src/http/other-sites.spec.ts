/** What a web page of another site can have a browser send changes nothing and is shown nothing: every route is tried. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDocument } from '../openapi/document.js';
import { type ApiWithoutStores, apiWithoutStores } from './testing/api-without-stores.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PAGE = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };

let api: ApiWithoutStores;
let app: NestFastifyApplication;
let routes: { readonly method: (typeof METHODS)[number]; readonly url: string }[];
beforeAll(async () => {
  api = await apiWithoutStores();
  app = api.app;
  routes = Object.entries(createDocument(app).paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ method, url: path.replace(/\{\w+\}/g, 'x') })),
  );
});
afterAll(() => api.close());

const changing = () => routes.filter(({ method }) => method !== 'get');
const underV1 = () => routes.filter(({ url }) => url.startsWith('/v1/'));

describe('a page of another site', () => {
  it('finds no route that changes something outside of /v1, where every route takes a key', () => {
    expect(changing().length).toBeGreaterThan(10);
    expect(changing().filter(({ url }) => !url.startsWith('/v1/'))).toEqual([]);
  });

  it('can send no key: without one nothing is looked at', async () => {
    for (const { method, url } of underV1()) {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
        const headers = { ...PAGE, 'content-type': type, cookie: 'key=dev-admin' };
        const { statusCode } = await app.inject({ method, url: `${url}?key=dev-admin`, headers, payload: '{}' });
        expect([method, url, statusCode]).toEqual([method, url, 401]);
      }
    }
  });

  it('is not allowed to send one when its browser asks before', async () => {
    for (const { method, url } of routes) {
      const asks = { 'access-control-request-method': method, 'access-control-request-headers': 'authorization' };
      const { statusCode, headers } = await app.inject({ method: 'OPTIONS', url, headers: { ...PAGE, ...asks } });
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('whose name leads to this machine can send the development keys, and they are not taken there', async () => {
    for (const host of ['elsewhere.example:3000', '127.0.0.1.elsewhere.example', 'localhost.elsewhere.example']) {
      for (const { method, url } of underV1()) {
        const headers = { host, authorization: 'Bearer dev-admin' };
        const { statusCode } = await app.inject({ method, url, headers });
        expect([host, method, url, statusCode]).toEqual([host, method, url, 401]);
      }
    }
  });
});

it.each(['localhost:3000', '127.0.0.1', '127.0.0.2:3000', '[::1]:3000', 'api.localhost'])(
  'the development keys are taken at %s',
  async (host) => {
    const headers = { host, authorization: 'Bearer dev-auditor' };
    // Past the key, at the role.
    expect((await app.inject({ method: 'POST', url: '/v1/accounts', headers })).statusCode).toBe(403);
  },
);
