import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { answerSchema } from './answer-schemas.js';

const file = path.resolve(import.meta.dirname, '../../../../docs/openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as OpenAPIObject;

type Schema = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** A value with every member that a schema describes, none of them null; or null wherever one may be. */
function valueOf(schema: Schema, isNull: boolean): unknown {
  if (isNull && schema.nullable) return null;
  if (schema.enum) return schema.enum.at(-1);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, member]) => [name, valueOf(member, isNull)]),
      );
    case 'array':
      return [valueOf(schema.items ?? {}, isNull), valueOf(schema.items ?? {}, isNull)];
    case 'integer':
      return 9_007_199_254_740_991;
    case 'boolean':
      return true;
    default:
      return '"é𝄞\\\u2028';
  }
}

const HOT = [
  ['POST', '/v1/accounts/:accountId/charges', 201],
  ['GET', '/v1/accounts/:accountId/balance', 200],
  ['GET', '/v1/accounts/:accountId/credits/check', 200],
] as const;

describe('an answer that is written by its schema', () => {
  it.each(HOT)('is all there: %s %s', async (method, url, status) => {
    const schema = answerSchema(document, method, url, status) as Schema;
    for (const isNull of [false, true]) {
      const value = valueOf(schema, isNull);
      expect(Object.keys(value as object).length).toBeGreaterThan(5);
      const app = fastify();
      app.get('/', { schema: { response: { 200: schema } } }, async () => value);
      expect((await app.inject('/')).json()).toEqual(value);
      await app.close();
    }
  });

  it('leaves out what is not there, as JSON does', async () => {
    const schema = answerSchema(document, 'GET', '/v1/accounts/:accountId/balance', 200) as Schema;
    const { final: _, ...value } = valueOf(schema, true) as Record<string, unknown>;
    const app = fastify();
    app.get('/', { schema: { response: { 200: schema } } }, async () => ({ ...value, final: undefined }));
    expect((await app.inject('/')).json()).toEqual(value);
    await app.close();
  });

  it('is none where nothing is described, or one of several kinds', () => {
    expect(answerSchema(document, 'GET', '/v1/nothing', 200)).toBeUndefined();
    expect(answerSchema(document, 'GET', '/v1/accounts/:accountId/balance', 404)).toBeUndefined();
    expect(answerSchema(document, 'POST', '/v1/charges/batch', 200)).toBeUndefined();
  });
});
