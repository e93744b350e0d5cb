/** The OpenAPI document, made from the controllers and their decorators. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LINE_SCHEMA, NDJSON } from './routes.js';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `A ledger for prepaid credits at AI and compute clouds.

Amounts are decimal strings, times RFC 3339 in UTC with milliseconds. Every command takes an \`Idempotency-Key\`: the same
key, method, path and body are answered again with the first answer, for ever. Errors are RFC 9457 problems with a stable
\`code\`. \`revision\` is the account's last entry that an answer reflects.`;

export function createDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Drawdown')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  const operationIdFactory = (controller: string, method: string) => `${method}${controller.replace('Controller', '')}`;
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory });
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      namePathParameters(path, operation);
      describeLines(operation);
      closeBody(document, operation);
      shareProblems(document, operation);
    }
  }
  return document;
}

/** `/openapi.json` and `/docs`, without a key. */
export function serveDocument(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Every `{name}` of the path is a parameter, also where no controller's method takes it by itself. */
function namePathParameters(path: string, operation: Operation): void {
  const known = new Set(
    (operation.parameters ?? []).map((each) => ('in' in each && each.in === 'path' ? each.name : '')),
  );
  const missing = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => !known.has(name));
  const parameters = missing.map((name) => ({ name, in: 'path' as const, required: true, schema: { type: 'string' } }));
  operation.parameters = [...parameters, ...(operation.parameters ?? [])];
}

/** A body of lines stands beside the one of JSON (routes.ts). */
function describeLines(operation: Operation & { [LINE_SCHEMA]?: { readonly $ref: string } }): void {
  const { [LINE_SCHEMA]: schema, requestBody } = operation;
  if (!schema || !requestBody || !('content' in requestBody)) return;
  requestBody.content[NDJSON] = { schema };
  delete operation[LINE_SCHEMA];
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

/** The problems of one status are the same everywhere: they are described once. */
function shareProblems({ components = {} }: OpenAPIObject, { responses }: Operation): void {
  const shared = (components.responses ??= {});
  for (const [status, response] of Object.entries(responses)) {
    if (!response || !('content' in response) || !response.content?.['application/problem+json']) continue;
    const name = `Problem${status}`;
    shared[name] ??= response;
    if (JSON.stringify(shared[name]) === JSON.stringify(response)) {
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
}
