import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotesModule, outcome, poster, started } from './testing/notes.js';

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await started(NotesModule);
});
afterAll(() => app.close());

const post = poster(() => app);

describe('a path', () => {
  it('tells strangers nothing about unknown paths', async () => {
    const unknown = (url: string, key?: string) =>
      app.inject({ url, ...(key !== undefined && { headers: { authorization: `Bearer ${key}` } }) });
    expect((await unknown('/v1/nothing')).statusCode).toBe(401);
    expect((await unknown('/v1/nothing', 'dev-service')).json()).toMatchObject({ status: 404, code: 'not-found' });
    expect((await unknown('/nothing')).json()).toMatchObject({ status: 404, code: 'not-found' });
    expect((await unknown('/v1/%zz')).json()).toMatchObject({ status: 401, code: 'unauthorized' });
    expect((await unknown('/v1/%zz', 'dev-service')).json()).toMatchObject({
      status: 400,
      errors: [{ field: 'path' }],
    });
    expect((await unknown('/%zz')).statusCode).toBe(400);
    for (const segment of ['%zz', '%', '%ff', 'a%2Fb%c3']) {
      const url = `/v1/notes/${segment}`;
      expect(await outcome(post('{', { authorization: undefined }, url))).toEqual([401, 'unauthorized']);
      expect(await outcome(post('{', { authorization: 'Bearer dev-auditor' }, url))).toEqual([403, 'forbidden']);
      expect(await outcome(post('{', {}, url))).toEqual([400, 'invalid', 'path']);
      expect((await post('{', {}, url)).json()).toMatchObject({ instance: url });
    }
  });

  it('is refused as a problem, after the key, whatever stands in it', async () => {
    const part = fc.constantFrom(
      '%',
      '%2',
      '%2f',
      '%zz',
      '%c3%a9',
      '%c3',
      'a',
      '/',
      '//',
      '.',
      ';',
      '?',
      '#',
      '&',
      '=',
      '|',
      '"',
      '~',
    );
    const url = fc.array(part, { maxLength: 8 }).map((parts) => `/v1/notes/${parts.join('')}`);
    await fc.assert(
      fc.asyncProperty(url, async (path) => {
        const ask = async (key?: string) => {
          const answer = await app.inject({
            method: 'GET',
            url: path,
            ...(key && { headers: { authorization: key } }),
          });
          expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
          return answer.statusCode;
        };
        expect(await ask()).toBe(401);
        expect([400, 404]).toContain(await ask('Bearer dev-finance'));
      }),
      { numRuns: 300 },
    );
  });

  it('meets key, role and body in this order, however long it is', async () => {
    for (const length of [129, 513, 4_000, 15_000]) {
      const url = `/v1/notes/${'x'.repeat(length)}`;
      expect(await outcome(post('{', { authorization: undefined }, url))).toEqual([401, 'unauthorized']);
      expect(await outcome(post('{', { authorization: 'Bearer dev-auditor' }, url))).toEqual([403, 'forbidden']);
      expect(await outcome(post('{', {}, url))).toEqual([400, 'invalid', 'body']);
      expect((await app.inject({ url: `/v1/${'x'.repeat(length)}` })).statusCode).toBe(401);
    }
  });

  it('takes ids of any text, escaped, to the last character', async () => {
    for (const id of ['auth0|abc', 'ann@example.com', 'vendor/model', '50%', '%2F', '\u{1f600}'.repeat(128)]) {
      const answer = await post('{"text":"a"}', {}, `/v1/notes/${encodeURIComponent(id)}`);
      expect(answer.json()).toMatchObject({ id });
    }
  });
});
