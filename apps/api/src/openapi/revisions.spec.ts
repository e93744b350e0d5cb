import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { expect, it } from '@jest/globals';
import { answerSchema } from './answer-schemas.js';

const file = path.resolve(import.meta.dirname, '../../../../docs/openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as OpenAPIObject;

const ofOneAccount = Object.entries(document.paths)
  .filter(([url]) => url.startsWith('/v1/accounts/{accountId}'))
  .flatMap(([url, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.keys(responses)
        .filter((status) => status.startsWith('2'))
        .map((status): [string, string, number] => [method.toUpperCase(), url, Number(status)]),
    ),
  );

// Rule 2.30. That answers are as they are described is held by the tests that go through HTTP.
it.each(ofOneAccount)('every answer about an account names the revision that it reflects: %s %s %i', (...route) => {
  const [method, url, status] = route;
  const schema = answerSchema(document, method, url.replace(/\{(\w+)\}/g, ':$1'), status) as { required?: string[] };
  expect(schema.required).toContain('revision');
});
