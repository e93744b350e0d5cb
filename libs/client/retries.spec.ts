import { describe, expect, it } from '@jest/globals';
import { createClient } from './client.js';
import { type RetryOptions, retrying } from './retries.js';

const QUICK: RetryOptions = { firstPauseMs: 1, longestPauseMs: 2 };
const busy = () => Response.json({ code: 'busy' }, { status: 503, headers: { 'retry-after': '0' } });
const done = () => Response.json({ revision: 1 }, { status: 201 });
const lost = (): Response => {
  throw new TypeError('fetch failed');
};

/** What each try is met with, the last one for good; and what was asked. */
function api(...met: readonly (() => Response)[]) {
  const asked: (string | null)[] = [];
  const send = async (request: Request): Promise<Response> => {
    asked.push(`${request.headers.get('idempotency-key')} ${await request.text()}`);
    return (met[Math.min(asked.length, met.length) - 1] ?? done)();
  };
  return { asked, send };
}

const command = (headers: Record<string, string> = { 'idempotency-key': 'key-1' }) =>
  new Request('http://127.0.0.1/v1/accounts', { method: 'POST', headers, body: '{}' });

describe('a request that decides nothing', () => {
  it('is repeated as it is, key and body, until it is answered', async () => {
    const { asked, send } = api(lost, busy, () => new Response('', { status: 429 }), done);
    let retries = 0;
    const response = await retrying({ ...QUICK, send, onRetry: () => retries++ })(command());
    expect([response.status, retries]).toEqual([201, 3]);
    expect(asked).toEqual(Array.from({ length: 4 }, () => 'key-1 {}'));
  });

  it('is given up in time: as it was answered last, or as it failed', async () => {
    const options = { ...QUICK, forMs: 20 };
    expect((await retrying({ ...options, send: api(busy).send })(command())).status).toBe(503);
    await expect(retrying({ ...options, send: api(lost).send })(command())).rejects.toThrow('fetch failed');
  });

  it('is not repeated where it might happen twice', async () => {
    const { asked, send } = api(busy, done);
    expect((await retrying({ ...QUICK, send })(command({}))).status).toBe(503);
    expect(asked).toHaveLength(1);
  });

  it('is not repeated once it is given up, in a pause too', async () => {
    const given = new AbortController();
    const { asked, send } = api(busy);
    const request = new Request(command(), { signal: given.signal });
    const onRetry = (): void => void setTimeout(() => given.abort(new Error('given up')), 5);
    await expect(retrying({ firstPauseMs: 60_000, longestPauseMs: 60_000, send, onRetry })(request)).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });

  it('counts a try without an answer as lost', async () => {
    let tries = 0;
    const send = (request: Request): Promise<Response> =>
      tries++ > 0
        ? Promise.resolve(done())
        : new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new Error('late'))));
    expect((await retrying({ ...QUICK, send, answerWithinMs: 20 })(command())).status).toBe(201);
    expect(tries).toBe(2);
  });
});

describe('what is decided', () => {
  it.each([200, 201, 202, 400, 402, 404, 409, 410, 422, 500])('is not repeated: %d', async (status) => {
    const { asked, send } = api(() => Response.json({}, { status }));
    expect((await retrying({ ...QUICK, send })(command())).status).toBe(status);
    expect(asked).toHaveLength(1);
  });

  it('is data, or a problem', async () => {
    const problem = { code: 'account-not-found', detail: 'There is no such account.', status: 404 };
    const fetch = async () =>
      Response.json(problem, { status: 404, headers: { 'content-type': 'application/problem+json' } });
    const client = createClient({ url: 'http://127.0.0.1', apiKey: 'k', fetch });
    const { data, error } = await client.GET('/v1/accounts/{accountId}/balance', {
      params: { path: { accountId: 'none' } },
    });
    expect([data, error]).toEqual([undefined, problem]);
  });
});
