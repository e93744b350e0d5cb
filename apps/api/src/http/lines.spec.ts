/** Lines of JSON over a connection: how they are taken, for how long, and what else is refused before there is a request. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, type Server, request as open } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotesModule, outcome, poster, started } from './testing/notes.js';

const REQUEST_TIMEOUT_MS = 200;

let app: NestFastifyApplication;
let server: Server;
let port: number;

beforeAll(async () => {
  app = await started(NotesModule);
  server = app.getHttpServer();
  // As a server that has waited for its minute.
  const times = { headersTimeout: REQUEST_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  Object.assign(server, { ...times, connectionsCheckingInterval: 20 });
  await app.listen(0, '127.0.0.1');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => app.close());

const post = poster(() => app);

/** A request whose lines are still to come. */
function openLines(type = 'application/x-ndjson', path = '/v1/lines'): ClientRequest {
  const headers = { authorization: 'Bearer dev-finance', 'content-type': type, 'transfer-encoding': 'chunked' };
  return open({ port, path, method: 'POST', headers });
}

const nextText = async (response: IncomingMessage): Promise<string> => String((await once(response, 'data'))[0]);

async function textOf(response: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const part of response) text += String(part);
  return text;
}

describe('lines of JSON', () => {
  it('are answered while more are sent, for longer than another request may take', async () => {
    const sent = openLines();
    sent.write('{"n":0}\n');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    expect(await nextText(response)).toBe('{"n":0}\n');
    const until = performance.now() + 3 * REQUEST_TIMEOUT_MS;
    for (let n = 1; performance.now() < until; n++) {
      sent.write(`{"n":${n}}\n`);
      expect(await nextText(response)).toBe(`{"n":${n}}\n`);
    }
    sent.end('{');
    expect(await textOf(response)).toBe('null\n');
    expect(response.headers.connection).toBe('close');
  });

  it('end with their connection where nothing moves any more', async () => {
    const connected = once(server, 'connection');
    const sent = openLines();
    sent.write('1\n');
    const [socket] = (await connected) as [Socket];
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(socket.timeout).toBe(60_000);
    socket.setTimeout(20);
    await expect(textOf(response)).rejects.toThrow('aborted');
    expect(socket.destroyed).toBe(true);
  });

  it('are taken only where a route takes them', async () => {
    const lines = { 'content-type': 'application/x-ndjson' };
    expect(await outcome(post('{"text":"a"}', lines))).toEqual([415, 'unsupported-media-type']);
    expect(await outcome(post('1', { ...lines, 'content-encoding': 'gzip' }, '/v1/lines'))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(await outcome(post('1', lines, '/v1/nothing'))).toEqual([404, 'not-found']);
    expect(await outcome(post('{"list":1}', {}, '/v1/lines'))).toEqual([400, 'invalid', 'list']);
    expect(await outcome(post('{', { ...lines, authorization: undefined }, '/v1/lines'))).toEqual([
      401,
      'unauthorized',
    ]);
  });
});

describe('what is refused before there is a request', () => {
  /** Status, and the problem's code. */
  async function refusalOf(bytes: string): Promise<readonly [string, string, string]> {
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    const [head = '', body = ''] = (await textOf(socket)).split('\r\n\r\n');
    const type = /^content-type: (.*)$/im.exec(head)?.[1] ?? '';
    return [head.slice(9, 12), (JSON.parse(body) as { code: string }).code, type];
  }

  it('is a problem too', async () => {
    const type = 'application/problem+json; charset=utf-8';
    expect(await refusalOf('nonsense\r\n\r\n')).toEqual(['400', 'invalid', type]);
    const head = 'POST /v1/notes/1 HTTP/1.1\r\nhost: localhost\r\n';
    expect(await refusalOf(`${head}x: ${'x'.repeat(20_000)}\r\n\r\n`)).toEqual(['431', 'headers-too-large', type]);
    const key = 'authorization: Bearer dev-finance\r\ncontent-type: application/json\r\n';
    expect(await refusalOf(`${head}${key}content-length: 100\r\n\r\n{`)).toEqual(['408', 'request-timeout', type]);
  });
});
