import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startNodeInTest, type NodeInTest } from '../../testing/node-in-test.js';
import { startSecureNode } from '../../testing/secure-node.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest({ faults: true });
});
afterAll(() => server.stop());

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As it is: a browser's own headers included, which `fetch` would not send. */
async function send({ method = 'POST', path = '/admin/mergeindexes', headers = {}, body }: Sent) {
  const asked = request({ host: '127.0.0.1', port: server.node.port, method, path, headers: { ...headers } }).end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}
const statusOf = async (sent: Sent) => (await send(sent)).status;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const operations = [
  '/admin/shutdown',
  '/admin/scavenge',
  '/admin/mergeindexes',
  '/admin/node/resign',
  '/admin/node/priority/1',
];

describe('a page of another site', () => {
  test.each(operations)('can not POST to %s', async (path) => {
    let isAsked = false;
    void server.node.shutdownRequested.then(() => (isAsked = true));
    for (const headers of [
      FORM,
      { 'content-type': 'text/plain; application/json' },
      { 'content-type': 'multipart/form-data' },
      {},
    ])
      expect(await statusOf({ path, headers, body: 'a=b' })).toBe(403);
    expect(isAsked).toBe(false);
  });

  test.each([
    [{ origin: 'https://elsewhere.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://localhost:5173' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('is told by %j, whatever else it sends', async (headers) => {
    const all = { ...JSON_TYPE, authorization: 'Basic YTpi', ...headers };
    expect(await statusOf({ headers: all })).toBe(403);
    expect(await statusOf({ method: 'DELETE', path: '/admin/scavenge/current', headers: all })).toBe(403);
    expect(await statusOf({ method: 'PUT', path: '/faults', headers: all, body: '{}' })).toBe(403);
    expect(await statusOf({ method: 'DELETE', path: '/faults', headers: all })).toBe(403);
  });

  test('is not allowed anything when its browser asks before', async () => {
    for (const path of [...operations, '/faults', '/stats']) {
      const headers = {
        origin: 'https://elsewhere.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, authorization',
      };
      const answer = await send({ method: 'OPTIONS', path, headers });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('does not reach the node by a name of the site’s that leads here', async () => {
    for (const host of [
      'elsewhere.example',
      'elsewhere.example:2113',
      '127.0.0.1.elsewhere.example',
      'localhost.elsewhere.example',
    ]) {
      expect(await statusOf({ headers: { ...JSON_TYPE, host } })).toBe(421);
      for (const path of ['/stats', '/gossip', '/info', '/faults'])
        expect(await statusOf({ method: 'GET', path, headers: { host } })).toBe(421);
      expect(await statusOf({ method: 'PUT', path: '/faults', headers: { host }, body: '{}' })).toBe(421);
    }
  });
});

describe('who is no web page', () => {
  test.each([
    ['says that it sends JSON', JSON_TYPE],
    ['sends credentials, as the server’s operators do', { ...FORM, authorization: 'Basic YWRtaW46Y2hhbmdlaXQ=' }],
    ['is of this very node', { ...JSON_TYPE, host: 'localhost:2113', origin: 'http://localhost:2113' }],
  ])('%s, and is served', async (_how, headers) => {
    expect(await statusOf({ headers, body: '{}' })).toBe(200);
  });

  test.each(['localhost', 'node.localhost:2113', '127.0.0.1', '[::1]:2113', '192.168.1.7', 'eventstore:2113'])(
    'knows it as %s',
    async (host) => {
      expect(await statusOf({ headers: { ...JSON_TYPE, host } })).toBe(200);
      expect(await statusOf({ method: 'GET', path: '/info', headers: { host } })).toBe(200);
    },
  );

  test('is told what to send', async () => {
    expect((await send({})).text).toContain('Content-Type: application/json');
  });
});

test('with users a page gets nowhere either: no cookie and no password that a browser keeps says who it is', async () => {
  const secure = await startSecureNode();
  for (const path of operations) expect((await secure.http(path, { method: 'POST' })).status).toBe(401);
  await secure.stop();
});
