/** The OpenAPI document, made from the controllers and their decorators. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { inDialectOf31 } from './dialect.js';
import { addExamples } from './examples.js';
import { type Operation, operationsOf } from './operation.js';
import { describePathParameters } from './path-parameters.js';
import { describeProblems } from './problem-responses.js';
import { LINE_SCHEMA, NDJSON } from './routes.js';

const DESCRIPTION = `A ledger for prepaid credits at AI and compute clouds.

Amounts are decimal strings, times RFC 3339 in UTC with milliseconds. Every command takes an \`Idempotency-Key\`: the same
key, method, path and body are answered again with the first answer, for ever. Errors are RFC 9457 problems with a stable
\`code\`. \`revision\` is the account's last entry that an answer reflects.`;

export function createDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Drawdown')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  const operationIdFactory = (controller: string, method: string) => `${method}${controller.replace('Controller', '')}`;
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory });
  const operations = operationsOf(document);
  for (const { path, operation } of operations) {
    describePathParameters(path, operation);
    describeLines(operation);
    describeText(operation);
    closeBody(document, operation);
  }
  describeProblems(document, operations);
  const converted = inDialectOf31(document) as OpenAPIObject;
  operationsOf(converted).forEach(addExamples);
  return converted;
}

/** `/openapi.json` and `/docs`, without a key. */
export function serveDocument(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}

/** A body of lines stands beside the one of JSON (routes.ts). */
function describeLines(operation: Operation & { [LINE_SCHEMA]?: { readonly $ref: string } }): void {
  const { [LINE_SCHEMA]: schema, requestBody } = operation;
  if (!schema || !requestBody || !('content' in requestBody)) return;
  requestBody.content[NDJSON] = { schema };
  delete operation[LINE_SCHEMA];
}

/** What is text beside an answer in JSON has nothing of its schema. */
function describeText({ responses }: Operation): void {
  for (const response of Object.values(responses)) {
    if (!response || !('content' in response)) continue;
    for (const [type, media] of Object.entries(response.content ?? {})) {
      if (type.startsWith('text/')) media.schema = { type: 'string' };
    }
  }
}

/** What a body's class does not name is refused, in its parts too. */
function closeBody({ components = {} }: OpenAPIObject, { requestBody }: Operation): void {
  const open = [requestBody];
  for (const part of open) {
    for (const [, name = ''] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const schema = components.schemas?.[name];
      if (!schema || '$ref' in schema || schema.additionalProperties === false) continue;
      schema.additionalProperties = false;
      open.push(schema as never);
    }
  }
}
