import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotesModule, measured, outcome, poster, slow, started } from './testing/notes.js';

@Controller('v1/open')
class RolelessController {
  @Get()
  all() {
    return {};
  }
}

@Module({ controllers: [RolelessController] })
class RolelessModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await started(NotesModule);
});
afterAll(() => app.close());

const post = poster(() => app);

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
    expect((await post('{')).body).toContain('body is not valid JSON.');
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

  it('names parameters that a route does not take, before the body is looked at', async () => {
    expect(await outcome(post('{', {}, '/v1/notes/1?dryRun=true'))).toEqual([400, 'invalid', 'dryRun']);
    expect(await outcome(post('{"text":"a"}', {}, '/v1/hot-notes/1?a=1&b='))).toEqual([400, 'invalid', 'a', 'b']);
    expect(await outcome(post('{"text":"a"}', {}, '/v1/notes/1?'))).toEqual([200, undefined]);
    const history = await app.inject({ url: '/v1/history?a=1', headers: { authorization: 'Bearer dev-support' } });
    expect(history.json()).toMatchObject({ status: 400, errors: [{ field: 'a' }] });
    const stranger = await app.inject({ url: '/v1/history?a=1' });
    expect(stranger.statusCode).toBe(401);
  });

  it('names a member that stands twice', async () => {
    expect(await outcome(post('{"text":"a","text":"b"}'))).toEqual([400, 'invalid', 'text']);
    expect(await outcome(post('{"text":"a","part":{"nth":1,"nth":1}}'))).toEqual([400, 'invalid', 'nth']);
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

it('answers a body that it does not take though the client is still sending it, and takes the next one', async () => {
  const listening = await started(NotesModule);
  await listening.listen(0, '127.0.0.1');
  const { port } = listening.getHttpServer().address() as AddressInfo;
  const send = async (body: string, type = 'application/json') => {
    const headers = { authorization: 'Bearer dev-finance', 'content-type': type, 'idempotency-key': 'k' };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/notes/1`, { method: 'POST', headers, body });
    // Closed while the client sends, it may never see the answer. HTTP/1.1 keeps where nothing is said.
    expect(answer.headers.get('connection')).not.toBe('close');
    return answer.status;
  };
  const large = 'a'.repeat(5_000_000);
  expect(await send(`{"text":"${large}"}`)).toBe(413);
  expect(await send(large, 'text/plain')).toBe(415);
  expect(await send('{"text":"a"}')).toBe(200);
  await listening.close();
});

it('ends with the answer to what was asked before, though the connection was to be kept', async () => {
  const ending = await started(NotesModule);
  await ending.listen(0, '127.0.0.1');
  const { port } = ending.getHttpServer().address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: 'Bearer dev-support' };
  const asked = once(slow, 'asked');
  const answered = once(get({ port, agent, headers, path: '/v1/history/slow' }), 'response');
  await asked;
  const closed = ending.close();
  await turn();
  slow.emit('may answer');
  const [response] = (await answered) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  response.resume();
  await closed;
  agent.destroy();
});
