/** What leaves for a command that was executed: the answer's body alone, and whether it is a replay in a header. */
import { Controller, Get, Module, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AnyRole } from '../auth/roles.js';
import { Answered } from '../ledger/command-request.js';
import { Configured } from './route-config.js';
import { started } from './testing/notes.js';

@AnyRole()
@Controller('v1/answers')
class AnswersController {
  @Get()
  @Configured({ takesParameters: true })
  show(@Query('kind') kind: string) {
    const body = { accountId: 'team-1', isReplay: 'a member of its own' };
    return kind === 'query' ? body : new Answered(body, kind === 'replay');
  }
}

@Module({ controllers: [AnswersController] })
class AnswersModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await started(AnswersModule);
});
afterAll(() => app.close());

it.each([
  ['a first answer', 'first', undefined],
  ['a replay', 'replay', 'true'],
  ['the answer of a query', 'query', undefined],
])('%s is its body', async (_what, kind, replayed) => {
  const headers = { authorization: 'Bearer dev-service' };
  const answer = await app.inject({ url: `/v1/answers?kind=${kind}`, headers });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ accountId: 'team-1', isReplay: 'a member of its own' });
  expect(answer.headers['idempotent-replayed']).toBe(replayed);
});
