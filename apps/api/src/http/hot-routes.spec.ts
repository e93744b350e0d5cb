import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Roles } from '../auth/roles.js';
import { Hot } from './hot-routes.js';
import { NotesModule, measured, poster, started } from './testing/notes.js';

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await started(NotesModule);
});
afterAll(() => app.close());

const post = poster(() => app);

const ID = { 'x-request-id': 'req-7' };
/** Body, headers and path of what is asked of either. */
const asked: readonly [string, string | undefined, Record<string, string | undefined>, string?][] = [
  ['a command', '{"text":"a","size":3,"part":{"nth":1}}', {}],
  ['a command of a person', '{"text":"a"}', { 'x-actor': 'ada' }],
  ['what is no ASCII', '{"text":"\\"é𝄞\\u0001"}', {}],
  ['a replay', '{"text":"again"}', {}],
  ['a refusal', '{"text":"refused"}', {}],
  ['what is too busy', '{"text":"busy"}', {}],
  ['a defect', '{"text":"broken"}', {}],
  ['an unknown member', '{"text":"a","more":1}', {}],
  ['a prototype', '{"text":"a","__proto__":{}}', {}],
  ['no JSON', '{', {}],
  ['nothing', undefined, { 'content-type': undefined }],
  ['another type', 'text', { 'content-type': 'text/plain' }],
  ['too much', `{"text":"${'a'.repeat(1024 * 1024)}"}`, {}],
  ['no idempotency key', '{"text":"a"}', { 'idempotency-key': undefined }],
  ['no key', '{"text":"a"}', { authorization: undefined }],
  ['another role', '{"text":"a"}', { authorization: 'Bearer dev-auditor' }],
  ['an empty part of the path', '{"text":"a"}', {}, ''],
  ['an escaped part of the path', '{"text":"a"}', {}, 'ns%2Fpod'],
  ['a part that is no UTF-8', '{"text":"a"}', {}, '%ff'],
];

describe('a hot route', () => {
  it.each(asked)('answers %s as every other route does', async (_, body, headers, id = '1') => {
    const answer = async (path: string) => {
      measured.length = 0;
      const { statusCode, headers: given, body: text } = await post(body, { ...ID, ...headers }, `${path}/${id}`);
      const { date: _date, 'content-length': _length, ...others } = given;
      // The hash of the request is that of its path.
      const said = JSON.parse(text.replaceAll('/v1/hot-notes', '/v1/notes')) as { origin?: { requestHash: string } };
      if (said.origin) said.origin.requestHash = '';
      return { statusCode, others, said, measured: measured.map(([verb, , status]) => [verb, status]) };
    };
    const hot = await answer('/v1/hot-notes');
    expect(hot).toEqual(await answer('/v1/notes'));
    expect(hot.others['x-request-id']).toBe('req-7');
  });

  it('is measured by the pattern of its route', async () => {
    measured.length = 0;
    await post('{"text":"a"}', {}, '/v1/hot-notes/42');
    expect(measured).toEqual([['POST', '/v1/hot-notes/:id', 200]]);
  });

  it('does not start where a parameter needs more than the request', async () => {
    @Controller('v1/odd')
    class OddController {
      @Hot()
      @Get(':id')
      @Roles('finance')
      async odd(@Param('id') id: string) {
        return { id };
      }
    }
    @Module({ controllers: [OddController] })
    class OddModule {}
    await expect(started(OddModule)).rejects.toThrow('Parameter 0 of the hot odd is not read from the request alone');
  });
});
