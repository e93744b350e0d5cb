/**
 * Routes that are called thousands of times a second. What stands at them is what stands at every route, and means the same:
 * path, roles, parameters, answer, status; key, role, limits, metrics and ids are looked after before either is reached. But
 * the method is called by Fastify directly, and its answer is written by the schema that the OpenAPI document describes it
 * with. Nest's own way there costs as much as deciding a charge.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { ProblemFilter } from '../errors/problem.filter.js';
import { type Read, readsOf } from './from-request.js';
import { Configured, settingsOf } from './route-config.js';

type Method = (...parameters: readonly unknown[]) => Promise<unknown>;

/** Every parameter of the method is one of from-request.ts. */
export const Hot = (): MethodDecorator => (controller, name, method) =>
  Configured({ hot: { controller: controller.constructor, method: name } })(controller, name, method);

/** The schema of a route's answer, by its status; undefined where none is described. */
export type AnswerSchemas = (method: string, url: string, status: number) => object | undefined;

/** To be called before the application registers its routes. */
export function serveHotRoutes(
  app: NestFastifyApplication,
  problems: Pick<ProblemFilter, 'answer'>,
  schemaOf: AnswerSchemas,
): void {
  const adapter = app.getHttpAdapter();
  const fastify: FastifyInstance = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    const { hot } = settingsOf(route);
    if (!hot) return;
    const controller = app.get<Record<string | symbol, Method>>(hot.controller as never, { strict: false });
    const method = controller[hot.method];
    if (!method) throw new Error(`${route.url} is hot, and has no method`);
    const status = statusOf(method, route);
    const schema = schemaOf(String(route.method), route.url, status);
    if (schema) route.schema = { ...route.schema, response: { [status]: schema } };
    const reads = readsInOrder(hot.controller.prototype as object, hot.method, method.length);
    const answer = (reply: FastifyReply, body: unknown) => void adapter.reply(reply, body, status);
    route.handler = handler(method.bind(controller), reads, answer, problems);
  });
}

function handler(
  call: Method,
  reads: readonly Read[],
  answer: (reply: FastifyReply, body: unknown) => void,
  problems: Pick<ProblemFilter, 'answer'>,
) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    if (hasEmptyPart(request.params as Readonly<Record<string, string>>)) return reply.callNotFound();
    const refuse = (error: unknown) => problems.answer(error, request, reply);
    let answered: Promise<unknown>;
    try {
      answered = call(...reads.map((read) => read(request)));
    } catch (error) {
      return refuse(error);
    }
    answered.then((body) => answer(reply, body)).catch(refuse);
  };
}

/** `/v1/accounts//balance` is no path of the contract. */
function hasEmptyPart(params: Readonly<Record<string, string>>): boolean {
  for (const name in params) if (params[name] === '') return true;
  return false;
}

function readsInOrder(prototype: object, name: string | symbol, count: number): readonly Read[] {
  const reads = readsOf(prototype, name);
  return Array.from({ length: count }, (_, place) => {
    const read = reads.get(place);
    if (!read) throw new Error(`Parameter ${place} of the hot ${String(name)} is not read from the request alone`);
    return read;
  });
}

// Where Nest keeps what `@HttpCode` says.
const HTTP_CODE = '__httpCode__';

const statusOf = (method: Method, { method: verb }: RouteOptions): number =>
  (Reflect.getMetadata(HTTP_CODE, method) as number | undefined) ?? (verb === 'POST' ? 201 : 200);
