import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type ApiClient, accepted, createApiClient } from './api-client.js';

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A server that gives these answers, one a request, and says what it was asked. */
async function service(
  ...answers: { status: number; body: unknown }[]
): Promise<[ApiClient, IncomingMessage['headers'][]]> {
  const asked: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked.push(request.headers), answers.length) - 1];
    response.writeHead(answer?.status ?? 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const api = createApiClient({ url: `http://127.0.0.1:${port}`, apiKey: 'k', retryForMs: 5_000 });
  ends.push(() => server.close());
  return [api, asked];
}

const opening = { params: { header: { 'Idempotency-Key': 'key-1' } }, body: { accountId: 'team-1' } };

describe('a client of the HTTP API', () => {
  it('repeats a command with its key until it is decided', async () => {
    const [api, asked] = await service(
      { status: 503, body: { code: 'busy' } },
      { status: 429, body: { code: 'queue-full' } },
      { status: 201, body: { revision: 3 } },
    );
    expect(await accepted(api.http.POST('/v1/accounts', opening))).toEqual({ revision: 3 });
    expect(asked.map((headers) => headers['idempotency-key'])).toEqual(['key-1', 'key-1', 'key-1']);
    expect(api.retries()).toBe(2);
  });

  it('does not repeat what was refused, and says why it was', async () => {
    const [api, asked] = await service({ status: 402, body: { code: 'insufficient-credits', detail: 'Not enough.' } });
    await expect(accepted(api.http.POST('/v1/accounts', opening))).rejects.toThrow(
      '/v1/accounts was answered with 402 (insufficient-credits: Not enough.)',
    );
    expect(asked).toHaveLength(1);
  });

  it('names the address where nobody answers', async () => {
    const api = createApiClient({ url: 'http://127.0.0.1:9', apiKey: 'k', retryForMs: 0 });
    await expect(api.http.GET('/v1/models')).rejects.toThrow('GET http://127.0.0.1:9/v1/models');
  });

  it('says once that it waits for a service that does not answer', async () => {
    const said = jest.spyOn(console, 'error').mockImplementation(() => {});
    ends.push(() => said.mockRestore());
    const api = createApiClient({ url: 'http://127.0.0.1:9', apiKey: 'k', retryForMs: 2_500 });
    await Promise.allSettled([api.http.GET('/v1/models'), api.http.GET('/v1/test-clock')]);
    expect(said.mock.calls).toEqual([['http://127.0.0.1:9 does not answer; retrying']]);
  });

  it.each(['foo', 'localhost:3000', 'ftp://127.0.0.1', 'http://'])('refuses %p as an address', (url) =>
    expect(() => createApiClient({ url, apiKey: 'k' })).toThrow(/^--url: /),
  );
});
