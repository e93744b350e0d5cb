/** The OpenAPI document, made from the controllers and their decorators. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `A ledger for prepaid credits at AI and compute clouds.

Amounts are decimal strings, times RFC 3339 in UTC with milliseconds. Every command takes an \`Idempotency-Key\`: the same
key, method, path and body are answered again with the first answer, for ever. Errors are RFC 9457 problems with a stable
\`code\`. \`revision\` is the account's last entry that an answer reflects.`;

export const createDocument = (app: NestFastifyApplication): OpenAPIObject =>
  SwaggerModule.createDocument(
    app,
    new DocumentBuilder().setTitle('Drawdown').setDescription(DESCRIPTION).setVersion('1').addBearerAuth().build(),
    { operationIdFactory: (controller, method) => `${method}${controller.replace('Controller', '')}` },
  );

/** `/openapi.json` and `/docs`, without a key. */
export function serveDocument(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => createDocument(app), { jsonDocumentUrl: 'openapi.json', raw: ['json'] });
}
