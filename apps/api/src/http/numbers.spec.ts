import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotesModule, outcome, poster, started } from './testing/notes.js';

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await started(NotesModule);
});
afterAll(() => app.close());

const post = poster(() => app);

describe('a number of a body', () => {
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
});
