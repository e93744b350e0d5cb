import 'reflect-metadata';
import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from '#platform/logging.js';
import { loadApiKeys } from '../auth/api-keys.js';
import { Roles } from '../auth/roles.js';
import { ProblemFilter } from '../errors/problem.filter.js';
import { AmountField, CountField, NestedField, TextField } from '../validation/fields.js';
import { Asked } from './asked.js';
import { createAdapter } from './fastify.js';

class PartBody {
  @CountField({ max: 10 }) nth!: number;
}

class NoteBody {
  @TextField() text!: string;
  @CountField({ optional: true, max: Number.MAX_SAFE_INTEGER }) size?: number;
  @AmountField({ optional: true }) price?: string;
  @NestedField(PartBody, { optional: true }) part?: PartBody;
}

@Controller('v1/notes')
class NotesController {
  @Post(':id')
  @Roles('finance')
  @HttpCode(200)
  note(@Asked(NoteBody) { body, params, origin }: Asked<NoteBody>) {
    return { text: body.text, id: params['id'], origin };
  }
}

@Roles('support')
@Controller('v1/history')
class HistoryController {
  @Get()
  all() {
    return {};
  }
}

@Controller('v1/open')
class RolelessController {
  @Get()
  all() {
    return {};
  }
}

@Module({ controllers: [NotesController, HistoryController] })
class NotesModule {}
@Module({ controllers: [RolelessController] })
class RolelessModule {}

const problems = new ProblemFilter(createLogger('test', 'silent'));
const measured: [string, string, number][] = [];

async function started(module: object): Promise<NestFastifyApplication> {
  const measure = (method: string, route: string) => (status: number) => void measured.push([method, route, status]);
  const adapter = createAdapter({ keys: loadApiKeys(undefined), problems, measure });
  const options = { logger: false, bodyParser: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  app.useGlobalFilters(problems);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await started(NotesModule);
});
afterAll(() => app.close());

const headers = { authorization: 'Bearer dev-finance', 'content-type': 'application/json', 'idempotency-key': 'k' };
const post = (
  payload: string | Buffer | undefined,
  more: Record<string, string | undefined> = {},
  url = '/v1/notes/1',
) => {
  const given = Object.entries({ ...headers, ...more }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return app.inject({
    method: 'POST',
    url,
    headers: Object.fromEntries(given),
    ...(payload !== undefined && { payload }),
  });
};
const outcome = async (answer: ReturnType<typeof post>) => {
  const { statusCode, json } = await answer;
  const { code, errors } = json<{ code?: string; errors?: { field: string }[] }>();
  return [statusCode, code, ...(errors ?? []).map(({ field }) => field)];
};

describe('every request', () => {
  it('is answered with its id, or a new one', async () => {
    expect((await post('{"text":"a"}', { 'x-request-id': 'req-7' })).headers['x-request-id']).toBe('req-7');
    expect((await post('{"text":"a"}', { 'x-request-id': 'two wörds' })).headers['x-request-id']).toBe('two wörds');
    const made = (await post('{"text":"a"}', { 'x-request-id': 'x'.repeat(257) })).headers['x-request-id'];
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect((await app.inject({ url: '/nothing' })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is measured by the pattern of its route', async () => {
    measured.length = 0;
    await post('{"text":"a"}', {}, '/v1/notes/42');
    expect(measured).toEqual([['POST', '/v1/notes/:id', 200]]);
  });

  it('is refused as a problem', async () => {
    const answer = await post('{');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status: 400, instance: '/v1/notes/1' });
  });
});

describe('the order of refusals', () => {
  it('begins with the key, before the body is read', async () => {
    expect(await outcome(post('{', { authorization: undefined }))).toEqual([401, 'unauthorized']);
    expect(await outcome(post('{', { authorization: 'Bearer stranger' }))).toEqual([401, 'unauthorized']);
    expect(await outcome(post('{', { authorization: 'Basic ZGV2' }))).toEqual([401, 'unauthorized']);
    expect((await post('{', { authorization: undefined })).headers['www-authenticate']).toBe('Bearer');
  });

  it('goes on with the role', async () => {
    expect(await outcome(post('{', { authorization: 'Bearer dev-auditor' }))).toEqual([403, 'forbidden']);
    expect(await outcome(post('{"text":"a"}', { authorization: 'bearer dev-admin' }))).toEqual([200, undefined]);
    const history = (role: string) =>
      app.inject({ url: '/v1/history', headers: { authorization: `Bearer dev-${role}` } });
    expect((await history('service')).statusCode).toBe(403);
    expect((await history('support')).statusCode).toBe(200);
  });

  it('then names what is wrong with the request', async () => {
    expect(await outcome(post('{'))).toEqual([400, 'invalid', 'body']);
    expect(await outcome(post('null'))).toEqual([400, 'invalid', 'body']);
    expect(await outcome(post('{"text":"a"}', { 'idempotency-key': undefined }))).toEqual([
      400,
      'invalid',
      'Idempotency-Key',
    ]);
    expect(await outcome(post('{"text":"a"}', { 'idempotency-key': 'k'.repeat(256) }))).toEqual([
      400,
      'invalid',
      'Idempotency-Key',
    ]);
    expect(await outcome(post('{"text":"a"}', { 'x-actor': 'x'.repeat(129) }))).toEqual([400, 'invalid', 'X-Actor']);
    expect(await outcome(post('{"text":5}'))).toEqual([400, 'invalid', 'text']);
    expect(await outcome(post('{"text":"a","__proto__":{}}'))).toEqual([400, 'invalid', '__proto__']);
    expect(await outcome(post('{"text":"a","constructor":{"prototype":1}}'))).toEqual([400, 'invalid', 'constructor']);
  });

  it.each([
    '1.00000000000000000001',
    '1.0',
    '1e2',
    '1E0',
    '0.5',
    '-0.0',
    '1e400',
    '9007199254740992',
    '9007199254740993',
    '100000000000000000000',
  ])('reads a count before it is rounded: %s is none', async (number) => {
    expect(await outcome(post(`{"text":"a","size":${number}}`))).toEqual([400, 'invalid', 'size']);
    expect(await outcome(post(`{"text":"a","size" :\r\n\t ${number} }`))).toEqual([400, 'invalid', 'size']);
    expect(await outcome(post(`{"text":"a","part":{"nth":${number}}}`))).toEqual([400, 'invalid', 'part.nth']);
    expect(await outcome(post(`{"text":"a","price":${number}}`))).toEqual([400, 'invalid', 'price']);
    expect(await outcome(post(`{"text":"a","size":${number},"x":2.5}`))).toEqual([400, 'invalid', 'x', 'size']);
  });

  it('takes a whole number, and a text that says any', async () => {
    for (const text of ['"size":1.5', ',1.5', '\\', '\\"', ': 1e3,[2.5', '12:30:00.000Z']) {
      const answer = await post(JSON.stringify({ text, size: 9_007_199_254_740_991 }));
      expect([answer.statusCode, answer.json<{ text: string }>().text]).toEqual([200, text]);
      const beside = JSON.stringify({ text, size: 1 }).replace(':1}', ':1.0}');
      expect(await outcome(post(beside))).toEqual([400, 'invalid', 'size']);
    }
  });

  it('takes JSON of at most 1 MiB, and an action needs none', async () => {
    expect(await outcome(post('text=a', { 'content-type': 'application/x-www-form-urlencoded' }))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(await outcome(post('text', { 'content-type': 'text/plain' }))).toEqual([415, 'unsupported-media-type']);
    expect(await outcome(post('{"text":"a"}', { 'content-encoding': 'gzip' }))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(await outcome(post('{"text":"a\\u0000"}'))).toEqual([400, 'invalid', 'text']);
    expect(await outcome(post(Buffer.from('{"text":"caf\xe9"}', 'latin1')))).toEqual([400, 'invalid', 'text']);
    expect(await outcome(post(`{"text":"${'a'.repeat(1024 * 1024)}"}`))).toEqual([413, 'payload-too-large']);
    expect(await outcome(post(undefined, { 'content-type': undefined }))).toEqual([400, 'invalid', 'text']);
    expect(await outcome(post('', {}))).toEqual([400, 'invalid', 'text']);
  });

  it('answers a body of nothing but mistakes in a few lines', async () => {
    const members = Array.from({ length: 70_000 }, (_, n) => `"k${n}":1`);
    const answer = await post(`{${members.join(',')}}`);
    expect([answer.statusCode, answer.json<{ errors: object[] }>().errors.length]).toEqual([400, 20]);
    expect(answer.body.length).toBeLessThan(4_000);
  });

  it('survives a body as deep as it is long', async () => {
    expect(await outcome(post(`{"text":${'['.repeat(400_000)}${']'.repeat(400_000)}}`))).toEqual([
      400,
      'invalid',
      'text',
    ]);
  });

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

  it('is the same for whatever stands in a path', async () => {
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

  it('is the same however long a path is', async () => {
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

describe('a command', () => {
  it('knows who asked, with what key, and for exactly what', async () => {
    const answer = await post('{"text":"a"}', { 'x-actor': Buffer.from('Jürgen').toString('latin1') });
    expect(answer.json()).toMatchObject({
      id: '1',
      origin: { key: 'k', actor: { key: 'dev-finance', person: 'Jürgen' } },
    });
    const hashOf = async (...asked: Parameters<typeof post>) =>
      (await post(...asked)).json<{ origin: { requestHash: string } }>().origin.requestHash;
    const hash = await hashOf('{"text":"a"}');
    expect(await hashOf('{ "text": "a" }', { 'x-actor': 'other', 'idempotency-key': 'k2' })).toBe(hash);
    expect(await hashOf('{"text":"b"}')).not.toBe(hash);
    expect(await hashOf('{"text":"a"}', {}, '/v1/notes/2')).not.toBe(hash);
  });
});

it('does not start with a route that names no roles', async () => {
  await expect(started(RolelessModule)).rejects.toThrow('GET /v1/open names no roles');
});
